"""The clinic with a mailbox, mails that arrive, and short ways to look at what became of them."""

from email.message import EmailMessage
from email.utils import format_datetime

from kith.base.core.ids import Id
from kith.base.work import House
from kith.desk.actions.reading import CaseRow, CaseView, load_case
from kith.desk.tests.scene import Scene, act, desk, gather, look, only_case, reply, run_jobs
from kith.mailbox import MailboxWish, ServerWish, connect
from kith.mailbox.actions.fetching import look_into
from kith.mailbox.model import Mailbox, MailboxDue
from kith.mailbox.tests.servers import PASSWORD, USER, Inbound, Outbound


def wish(inbound: Inbound, outbound: Outbound, **changed: object) -> MailboxWish:
    """Give how the clinic's mailbox is reached."""
    reading = ServerWish(host="127.0.0.1", port=inbound.port, security="none", user=USER, password=PASSWORD)
    sending = ServerWish(host="127.0.0.1", port=outbound.port, security="none", user=USER, password=PASSWORD)
    given = {"address": USER, "reading": reading, "sending": sending, "kept_days": 730} | changed
    return MailboxWish(**given)  # type: ignore[arg-type]


async def connected(house: House, inbound: Inbound, outbound: Outbound, **changed: object) -> Scene:
    """Let the clinic have a mailbox."""
    scene = await gather(house)
    await act(house, scene.samira, connect, scene.clinic, wish(inbound, outbound, **changed))
    return scene


def mail(
    house: House,
    text: str = "Are you open on Saturday?",
    *,
    sender: str = "Ida Berg <ida@berg.example>",
    subject: str = "Saturday",
    message_id: str = "<one@berg.example>",
    **headers: str,
) -> EmailMessage:
    """Give a mail as people write them."""
    made = EmailMessage()
    given = {"Date": format_datetime(house.clock())} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    for name, value in {"From": sender, "To": USER, "Subject": subject, "Message-ID": message_id, **given}.items():
        made[name] = value
    made.set_content(text)
    return made


async def look_in(house: House, scene: Scene) -> None:
    """Let the mailbox be looked into, and whoever listens hear of it."""
    async with house.work() as work:
        work.tell(MailboxDue(organisation_id=scene.clinic))
    await run_jobs(house)


async def arrive(house: House, scene: Scene, inbound: Inbound, *mails: bytes | EmailMessage) -> None:
    """Let mails arrive and be read."""
    inbound.put(*mails, at=house.clock())
    await look_in(house, scene)


async def rows(house: House, scene: Scene, view: str = "all") -> list[CaseRow]:
    """List what lies at the clinic's desk."""
    return list((await desk(house, scene.samira, scene, view)).rows)  # type: ignore[arg-type]


async def the_case(house: House, scene: Scene) -> CaseView:
    """Open the one case there is."""
    case = await only_case(house, scene)
    view: CaseView = await look(house, scene.samira, load_case, scene.clinic, case.id)
    return view


__all__ = [
    "Id",
    "Mailbox",
    "Scene",
    "act",
    "arrive",
    "connected",
    "desk",
    "look",
    "look_in",
    "look_into",
    "mail",
    "only_case",
    "reply",
    "rows",
    "run_jobs",
    "the_case",
    "wish",
]
