"""Files that come with a form itself, without script: kept, and waited for a little."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.web.form import Upload
from kith.base.work import Work
from kith.media.actions.films import take_in
from kith.media.actions.preparing import wait_until_ready
from kith.people.model import Viewer

WAIT_S = 15  # for a recording to be made ready, before the page asks to try again


async def take_in_all(work: Work, owner_id: Id, files: Sequence[Upload], *, or_as_file: bool) -> list[Id]:
    """Keep files as somebody's, and wait a little for what is made ready; give their ids, in their order.

    In work of their own: they are there whatever becomes of what they came with. With `or_as_file`, what says nothing
    to Kith is kept as the file it is. Raises `Invalid` for what cannot be used.
    """
    ids: list[Id] = []
    if files:
        await work.rest()  # it takes a while; and whoever holds a connection must not wait for another
        work.memo.pop(Viewer, None)  # whom they see is read anew afterwards
    for file in files:
        async with work.house.work(actor=owner_id, hand=work.hand) as keeping:
            ids.append((await take_in(keeping, file, or_as_file=or_as_file)).id)
    if ids:
        await wait_until_ready(work.house, owner_id, ids, wait_s=WAIT_S)
    return ids
