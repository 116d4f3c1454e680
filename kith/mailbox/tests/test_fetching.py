"""Reading a mailbox: once, in order, whatever happens in between; and what is left in it."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg
import pytest

from kith.base.work import House
from kith.mailbox.actions.erasing import left_behind
from kith.mailbox.actions.fetching import HELD_S, look_into
from kith.mailbox.actions.sending import send_out
from kith.mailbox.actions.taking import FROM_ONE_AN_HOUR_MAX
from kith.mailbox.model import MailWritten
from kith.mailbox.store import find_mailbox, find_person
from kith.mailbox.tests.scene import (
    Scene,
    act,
    arrive,
    connected,
    look,
    look_in,
    mail,
    only_case,
    reply,
    rows,
    the_case,
)
from kith.mailbox.tests.servers import Inbound, Outbound
from tests.clock import TestClock

ROOT = Path(__file__).parents[3]
# A worker that reads the mailbox, by the clock of the test, until it is killed.
WORKER = """
import asyncio, sys
from datetime import datetime
from kith.house import open_house
from kith.mailbox.actions.fetching import look_into
from kith.settings import Settings
import os
async def main():
    now = datetime.fromisoformat(sys.argv[2])
    async with open_house(Settings.from_environment(os.environ), clock=lambda: now) as house:
        async with house.work() as work:
            await look_into(work, int(sys.argv[1]))
asyncio.run(main())
"""


async def _left(house: House, scene: Scene) -> list[tuple[str, str]]:
    return [(one.reason, one.subject) for one in await look(house, scene.samira, left_behind, scene.clinic)]


async def test_what_lay_there_before_stays_there(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """From the connection on, each mail is one case, however often it is looked at or lies there twice."""
    inbound.put(mail(house, subject="Old", message_id="<old@berg.example>"))
    scene = await connected(house, inbound, outbound)
    await look_in(house, scene)
    assert not await rows(house, scene)
    await arrive(house, scene, inbound, mail(house), mail(house))
    await look_in(house, scene)
    assert len(await rows(house, scene)) == 1
    assert len((await the_case(house, scene)).mails) == 1


async def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    house: House, inbound: Inbound, outbound: Outbound, clock: TestClock
) -> None:
    """Between fetching and committing: the next one begins where it had, once it no longer holds the mailbox."""
    scene = await connected(house, inbound, outbound)
    inbound.put(mail(house), mail(house, subject="Two", message_id="<two@berg.example>"))
    settings = house.settings
    environment = os.environ | {
        "KITH_MODE": "test",
        "KITH_DATA": str(settings.data_folder),
        "KITH_DATABASE_URL": str(settings.database_url),
        "KITH_VALKEY_URL": str(settings.valkey_url),
        "KITH_MAIL_NETWORKS": "127.0.0.0/8",
        "PYTHONPATH": str(ROOT),
    }
    stopper = await asyncpg.connect(settings.database_url)
    await stopper.execute("UPDATE server_settings SET value = $1 WHERE name = 'secret'", house.secret.hex())
    try:
        async with stopper.transaction():
            await stopper.execute("LOCK TABLE mail_arrivals IN EXCLUSIVE MODE")
            worker = await asyncio.create_subprocess_exec(
                sys.executable, "-c", WORKER, str(scene.clinic), house.clock().isoformat(), env=environment
            )
            waits = "SELECT count(*) FROM pg_locks WHERE relation = 'mail_arrivals'::regclass AND NOT granted"
            while not await stopper.fetchval(waits):
                assert worker.returncode is None
                await asyncio.sleep(0.05)
            worker.send_signal(signal.SIGKILL)
            await worker.wait()
    finally:
        await stopper.close()
    await look_in(house, scene)  # it is held still
    assert not await rows(house, scene)
    clock.tick(seconds=HELD_S + 1)
    await look_in(house, scene)
    assert sorted(one.words for one in await rows(house, scene)) == ["Are you open on Saturday?"] * 2


async def test_a_server_that_counts_anew_doubles_nothing(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """What came since the last look is looked at once more; what is known by its name is passed by."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, mail(house))
    inbound.stop()
    inbound.start()
    await arrive(house, scene, inbound, mail(house), mail(house, subject="New", message_id="<new@berg.example>"))
    assert sorted(one.case.id for one in await rows(house, scene))[0]
    assert len(await rows(house, scene)) == 2
    await arrive(house, scene, inbound, mail(house, subject="Newer", message_id="<newer@berg.example>"))
    assert len(await rows(house, scene)) == 3


async def test_what_no_hand_wrote_opens_no_case(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """It stays in the mailbox, and the owner reads why; in a case that is there it stands as a note."""
    scene = await connected(house, inbound, outbound)
    await arrive(
        house,
        scene,
        inbound,
        mail(house, subject="News", message_id="<l@x.example>", List_Id="<news.x.example>"),
        mail(house, subject="Away", message_id="<a@x.example>", Auto_Submitted="auto-replied"),
        mail(house, subject="Me", message_id="<m@x.example>", sender="clinic@hill.example"),
        mail(house, subject="Who", message_id="<w@x.example>", sender="nobody"),
    )
    assert not await rows(house, scene)
    assert sorted(await _left(house, scene)) == [
        ("automatic", "Away"), ("list", "News"), ("nobody", "Who"), ("own", "Me"),
    ]  # fmt: skip
    await arrive(house, scene, inbound, mail(house))
    await reply(house, scene.mara, await only_case(house, scene), "Yes.")
    away = mail(
        house,
        "I am away.",
        subject="Away: Re: Saturday",
        message_id="<away@x.example>",
        Auto_Submitted="auto-replied",
        In_Reply_To=outbound.came[0]["Message-ID"],
    )
    await arrive(house, scene, inbound, away)
    view = await the_case(house, scene)
    assert (view.case.state, [one.kind for one in view.mails]) == ("theirs", ["received", "sent", "automatic"])
    assert len(outbound.came) == 1


async def test_what_came_back_lets_the_case_wait_for_us(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """With why; it can be sent again, under the same name. Bounces of other mail change nothing."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, mail(house))
    await reply(house, scene.mara, await only_case(house, scene), "Yes.")
    raw = (Path(__file__).parent / "bounce.eml").read_bytes()
    await arrive(house, scene, inbound, raw)
    assert (await only_case(house, scene)).state == "theirs"
    assert await _left(house, scene) == [("bounce", "Undelivered Mail Returned to Sender")]
    own = raw.replace(b"<kith.17@hill.example>", str(outbound.came[0]["Message-ID"]).encode())
    await arrive(house, scene, inbound, own.replace(b"bounce@berg", b"other@berg"))
    view = await the_case(house, scene)
    assert (view.case.state, view.mails[-1].state) == ("ours", "failed")
    assert "550 5.1.1 No such user here" in view.mails[-1].problem
    more = own.replace(b"bounce@berg", b"more@berg").replace(b"550 5.1.1", b"550 9.9.9")
    await arrive(house, scene, inbound, more)
    assert (await the_case(house, scene)).mails[-1].problem == view.mails[-1].problem


async def test_a_flood_from_one_address_is_left(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """A case grows by a few an hour; a machine's thousands stay where they are."""
    scene = await connected(house, inbound, outbound)
    many = [mail(house, message_id=f"<{number}@x.example>") for number in range(FROM_ONE_AN_HOUR_MAX + 2)]
    await arrive(house, scene, inbound, *many)
    assert len(await rows(house, scene)) == 1
    assert [reason for reason, _subject in await _left(house, scene)] == ["many", "many"]


async def test_another_address_cannot_write_into_a_thread(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """Whoever knows its Message-ID and subject begins a case of their own, and is nobody's account."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, mail(house))
    eve = mail(
        house,
        "Send me her results.",
        sender="Ana <eve@x.example>",
        subject="Re: Saturday",
        message_id="<eve@x.example>",
        In_Reply_To="<one@berg.example>",
    )
    await arrive(house, scene, inbound, eve)
    found = await rows(house, scene)
    assert len({one.case.id for one in found}) == 2
    assert all(one.person is None for one in found)


async def test_who_has_answers_go_to_others_joins_none_of_their_threads(
    house: House, inbound: Inbound, outbound: Outbound
) -> None:
    """Nor gives them another name; and goes on in a thread of their own."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, mail(house))
    for number in (1, 2):
        eve = mail(
            house,
            "Please write to the new account number.",
            sender="Nurse <eve@x.example>",
            subject="Re: Saturday",
            message_id=f"<{number}@x.example>",
            In_Reply_To="<one@berg.example>",
            Reply_To="ida@berg.example",
        )
        await arrive(house, scene, inbound, eve)
    found = await rows(house, scene)
    assert len({one.case.id for one in found}) == 2
    async with house.reading() as work:
        person = await find_person(work.db, scene.clinic, "ida@berg.example")
    assert person is not None
    assert person.name == "Ida Berg"


@pytest.mark.parametrize("header", ["From", "Reply-To", "Cc"])
async def test_a_mail_that_breaks_the_reader_keeps_nobody_from_being_read(
    house: House, inbound: Inbound, outbound: Outbound, header: str
) -> None:
    """Brackets in brackets without end: what comes behind it is read."""
    scene = await connected(house, inbound, outbound)
    broken = f"From: Eve <eve@x.example>\r\n{header}: {'(' * 5000}\r\n\r\nHello.".encode()
    await arrive(house, scene, inbound, broken, mail(house))
    async with house.reading() as work:
        assert await find_person(work.db, scene.clinic, "ida@berg.example") is not None


async def test_what_is_in_the_way_is_said_and_passes(
    house: House, inbound: Inbound, outbound: Outbound, clock: TestClock
) -> None:
    """A server that is gone, and comes back."""
    scene = await connected(house, inbound, outbound)
    inbound.stop()
    await look_in(house, scene)
    async with house.reading() as work:
        box = await find_mailbox(work.db, scene.clinic)
    assert box is not None
    assert "Nothing answers" in box.problem
    inbound.start()
    await arrive(house, scene, inbound, mail(house))
    async with house.reading() as work:
        box = await find_mailbox(work.db, scene.clinic)
    assert (box.problem if box else None) == ""
    assert len(await rows(house, scene)) == 1


async def test_two_who_look_at_once_read_it_once(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """One holds the mailbox; two who send the same answer hand it over once."""
    scene = await connected(house, inbound, outbound)
    inbound.put(mail(house))

    async def look_once() -> None:
        async with house.work() as work:
            await look_into(work, scene.clinic)

    await asyncio.gather(look_once(), look_once())
    await look_in(house, scene)
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "Yes.")
    sent = (await the_case(house, scene)).mails[-1]
    await act(house, scene.mara, send_out, MailWritten(organisation_id=scene.clinic, mail_id=sent.id))
    assert len(outbound.came) == 1
