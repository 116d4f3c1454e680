"""Somebody who has done everything that can be done here leaves. Afterwards no table knows them any more."""

import io

from PIL import Image

from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.collections import CollectionWish, make_collection, set_policy
from kith.conversations import (
    accept,
    add,
    brighten_message,
    delete_for_me,
    found_group,
    keep_for,
    open_pair,
    react,
    send,
    set_settings,
)
from kith.conversations import save_draft as save_talk_draft
from kith.conversations.model import MessageWish, TalkSettings
from kith.feed.actions import done_with
from kith.media import upload
from kith.mirror import mark_needless, turn_on
from kith.moderation import report
from kith.moderation.model import ReportWish
from kith.people import block, find_account, follow, join, mute, remark, sign_up
from kith.people.actions.joining import JoinForm
from kith.people.actions.leaving import come_back, delete_who_left, leave
from kith.people.actions.mutes import unmute
from kith.people.actions.proving import ask_for_new_password
from kith.people.actions.server import invite
from kith.people.model import GRACE_DAYS
from kith.people.tests.cast_of_relations import BEN, CLEO, DAN, gather
from kith.posts import bookmark, edit, like, mute_thread, pin, publish, repost, save_draft, vote
from kith.posts.model import PollWish, Words
from kith.worker import run_everything_due
from tests.clock import TestClock
from tests.fuzz.visitor import Visitor

PASSWORD = "a sentence to remember"
ADDRESS = "gone@example.org"
# What others wrote stays theirs, and says whom it answered; nobody else may ever take the name.
KEPT = {
    "posts": {"reply_to_author_id", "root_author_id", "mentioned_ids", "mentions", "html", "text"},
    "messages": {"html", "text"},
    "handles": {"account_id", "handle"},
    "handle_skeletons": {"account_id", "skeleton"},
}
_COLUMNS = Statement("""
    SELECT table_name || '.' || column_name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name NOT IN ('jobs', 'migrations')
     ORDER BY 1
""")


async def _find(house: House, words: tuple[str, ...]) -> set[str]:
    """Name every column in which one of these words stands, as a word of its own."""
    async with house.reading() as work:
        columns = [name.split(".") for name in await work.db.values(_COLUMNS)]
        asked = [
            f"SELECT '{table}.{column}' WHERE EXISTS "
            f"(SELECT FROM {table} WHERE {column}::text ~ '(^|[^0-9a-z.])({'|'.join(words)})($|[^0-9a-z])')"
            for table, column in columns
            if column not in KEPT.get(table, ())
        ]
        return set(await work.db.values(Statement(" UNION ALL ".join(asked))))


def _picture(colour: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(content, "PNG")
    return content.getvalue()


async def _live_a_full_life(house: House) -> Id:
    """Let Gone do everything, and have everything done to them."""
    async with house.work() as work:
        gone = (await join(work, JoinForm(handle="gone", password=PASSWORD, email=ADDRESS, name="Gone"))).id
    async with house.work(actor=BEN) as work:
        bens = await publish(work, Words(text="Well?", poll=PollWish(options=("a", "b"), lasts_s=600)))
    async with house.work(actor=gone) as work:
        shown = await upload(work, _picture("red"))
        await upload(work, _picture("blue"))
        mine = await publish(work, Words(text="Mine. #garden", media_ids=(shown.id,)))
        asked = await publish(work, Words(text="Which?", poll=PollWish(options=("a", "b"), lasts_s=600)))
        await publish(work, Words(text="@ben yes.", reply_to_id=bens.id), idempotency_key="once")
        told = await publish(work, Words(text="@ben, between us.", audience="mentioned"))
        await edit(work, mine.id, Words(text="Mine, better. #garden", media_ids=(shown.id,)))
        await save_draft(work, Words(text="Not yet."))
        for deed in (like, repost, bookmark, mute_thread):
            await deed(work, bens.id)
        await vote(work, bens.id, (0,))
        await pin(work, mine.id)
        await follow(work, BEN)
        await follow(work, DAN)
        await block(work, CLEO)
        await mute(work, BEN)
        await set_policy(work, "everyone")
        await make_collection(work, CollectionWish(name="Mine", discoverable=True), [BEN])
        await remark(work, BEN, "Sings.")
        made = await invite(work)
        await report(work, ReportWish(account_id=DAN, comment="Loud."))
        await ask_for_new_password(work, ADDRESS)
    async with house.work() as work:
        await sign_up(work, JoinForm(handle="friend", password=PASSWORD, invite=made.code))
    async with house.work(actor=BEN) as work:
        await make_collection(work, CollectionWish(name="Bens"), [gone])
        for deed in (like, repost, bookmark, mute_thread):
            await deed(work, mine.id)
        await publish(work, Words(text="@gone indeed.", reply_to_id=mine.id))
        await publish(work, Words(text="@gone, I say nothing.", audience="mentioned", reply_to_id=told.id))
        await vote(work, asked.id, (1,))
        await follow(work, gone, notify=True)
        await mute(work, gone)
        await remark(work, gone, "From the choir.")
    async with house.work(actor=DAN) as work:
        await report(work, ReportWish(account_id=gone, comment="Louder.", post_ids=(mine.id,)))
        await block(work, gone)
    await _talk_with(house, gone)
    await _look_into_mirrors(house, gone)
    visitor = Visitor(house, gone)
    await visitor.come_in()
    await visitor.post("/api/v1/markers", {"home[last_read_id]": str(mine.id)})
    await visitor.post("/notices/read", {"up_to": str(mine.id)})
    await run_everything_due(house)
    return gone


async def _look_into_mirrors(house: House, gone: Id) -> None:
    """Let Gone and Ben look, mark what the other answered, and read less of each other."""
    for person, other in ((gone, BEN), (BEN, gone)):
        async with house.work(actor=other) as work:
            said = await publish(work, Words(text="And?"))
        async with house.work(actor=person) as work:
            await turn_on(work, zone="UTC")
            reply = await publish(work, Words(text="So.", reply_to_id=said.id))
            await done_with(work, other, up_to=said.id)
        async with house.work(actor=other) as work:
            await turn_on(work, zone="UTC")
            await mark_needless(work, reply.id)


async def _talk_with(house: House, gone: Id) -> None:
    """Let Gone and Ben talk, found groups, and do to each other's words what can be done."""
    async with house.work(actor=gone) as work:
        pair, among = await open_pair(work, BEN), await found_group(work, "Ours", [BEN])
        mine = await send(work, pair.id, MessageWish(text="Only to you."))
        await send(work, among.id, MessageWish(text="To all of you."))
        await save_talk_draft(work, among.id, "And")
        await set_settings(work, TalkSettings(owner_id=gone, may_forward=True))
    async with house.work(actor=BEN) as work:
        await accept(work, pair.id)
        theirs = await send(work, pair.id, MessageWish(text="@gone, and this to you.", reply_to_id=mine.id))
        await brighten_message(work, mine.id, bright=True)
        await react(work, mine.id, "❤️")
        await keep_for(work, pair.id, 7)
        await add(work, (await found_group(work, "Bens", [])).id, [gone])
    async with house.work(actor=gone) as work:
        await react(work, theirs.id, "❤️")
        await delete_for_me(work, theirs.id)
        await keep_for(work, pair.id, 90)


async def _pictures(house: House) -> int:
    return sum(1 for _path in house.blobs.all_paths())


async def test_nothing_is_left_of_somebody_who_left(house: House, clock: TestClock) -> None:
    """Rows of every table and files of every picture go, once the time of grace is over and not before."""
    await gather(house)
    async with house.work() as work:
        await join(work, JoinForm(handle="olga", password=PASSWORD))  # the first owns the server
    before = await _pictures(house)
    gone = await _live_a_full_life(house)
    assert len({name.split(".")[0] for name in await _find(house, (str(gone),))}) > 33
    assert await _pictures(house) == before + 2  # small ones: both sizes are one file

    async with house.work(actor=gone) as work:
        await leave(work, password=PASSWORD)
    clock.tick(days=GRACE_DAYS - 1)
    await _night(house)
    async with house.reading() as work:
        assert await find_account(work.db, gone) is not None

    clock.tick(days=2)
    await _night(house)
    assert " ".join(sorted(await _find(house, (str(gone), "gone", ADDRESS)))) == ""
    assert await _pictures(house) == before


async def test_who_comes_back_in_time_finds_everything(house: House, clock: TestClock) -> None:
    """Up to the last day."""
    await gather(house)
    async with house.work() as work:
        await join(work, JoinForm(handle="olga", password=PASSWORD))
    gone = await _live_a_full_life(house)
    async with house.work(actor=gone) as work:
        await unmute(work, BEN)
    known = await _find(house, (str(gone),))
    async with house.work(actor=gone) as work:
        await leave(work, password=PASSWORD)
    clock.tick(days=GRACE_DAYS - 1)
    async with house.work(actor=gone) as work:
        await come_back(work)
    clock.tick(days=2)
    await _night(house)
    for_a_while = {"api_tokens.account_id", "sent_once.person_id", "mirror_less.owner_id", "mirror_less.reader_id"}
    assert known - await _find(house, (str(gone),)) <= for_a_while


async def _night(house: House) -> None:
    async with house.work() as work:
        await delete_who_left(work)
    await run_everything_due(house)
