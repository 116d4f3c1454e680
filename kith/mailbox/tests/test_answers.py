"""Answers that go out: signed, once, tried again, and never with headers of somebody else's making."""

from datetime import timedelta
from email.utils import parseaddr

import msgspec
import pytest

from kith.base.core.errors import Invalid, NotFound, Refused, Undecided
from kith.base.work import House
from kith.desk.actions.answering import AnswerWish, answer, take_private, try_again
from kith.desk.actions.moving import give, label, settle, snooze
from kith.desk.actions.reading import load_case, search
from kith.mailbox import pause
from kith.mailbox.tests.scene import (
    act,
    arrive,
    connected,
    look,
    look_in,
    mail,
    only_case,
    reply,
    rows,
    run_jobs,
    the_case,
)
from kith.mailbox.tests.servers import Inbound, Outbound
from kith.organisations import change_own_seat
from kith.organisations.store import change_organisation, lock_organisation
from tests.clock import TestClock


async def test_two_who_answer_at_once_say_it_once(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """The second reads what was said; the same form again says nothing twice."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, mail(house))
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "Yes.", key="one", seen=0)
    await reply(house, scene.mara, case, "Yes.", key="one", seen=0)
    with pytest.raises(Undecided, match="Mara has just answered: “Yes"):
        await reply(house, scene.samira, case, "Till noon!", key="two", seen=0)
    assert len(outbound.came) == 1
    with pytest.raises(Invalid):
        await reply(house, scene.mara, case, "Dear {{name}}")
    with pytest.raises(Invalid, match="nothing in it"):
        await reply(house, scene.mara, case, "  ")
    with pytest.raises(Refused, match="private already"):
        await act(house, scene.mara, take_private, scene.clinic, case.id, AnswerWish(text="x"))


async def test_it_is_a_case_like_any(house: House, inbound: Inbound, outbound: Outbound, clock: TestClock) -> None:
    """Given, put aside, settled, labelled, found by its words, name, address and label; guests see what is given."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, mail(house))
    case = await only_case(house, scene)
    with pytest.raises(NotFound):
        await look(house, scene.gus, load_case, scene.clinic, case.id)
    await act(house, scene.mara, label, scene.clinic, case.id, ("hours",))
    for words in ("saturday", "Ida", "berg.example", "hours"):
        found = await look(house, scene.mara, search, scene.clinic, words)
        assert [one.case.id for one in found.rows] == [case.id], words
    await act(house, scene.mara, snooze, scene.clinic, case.id, house.clock() + timedelta(hours=1))
    clock.tick(hours=2)
    await run_jobs(house)
    assert (await only_case(house, scene)).state == "ours"
    await act(house, scene.mara, settle, scene.clinic, case.id)
    await arrive(house, scene, inbound, mail(house, "One more thing.", message_id="<two@berg.example>"))
    assert (await only_case(house, scene)).state == "ours"
    await act(house, scene.mara, give, scene.clinic, case.id, scene.gus)
    assert (await reply(house, scene.gus, case, "Here I am.")).state == "theirs"
    assert len(outbound.came) == 1


async def test_what_may_pass_is_tried_again_and_what_will_not_is_said(
    house: House, inbound: Inbound, outbound: Outbound, clock: TestClock
) -> None:
    """Each try under the same Message-ID; the case waits for us once it has failed."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, mail(house))
    case = await only_case(house, scene)
    outbound.answer = "450 later"
    await reply(house, scene.mara, case, "Yes.")
    sent = (await the_case(house, scene)).mails[-1]
    assert (sent.state, "450 later" in sent.problem) == ("sending", True)
    outbound.answer = ""
    clock.tick(minutes=2)
    await run_jobs(house)
    assert (await the_case(house, scene)).mails[-1].state == "sent"
    outbound.answer = "550 no such user"
    await reply(house, scene.mara, case, "And on Sunday, no.")
    view = await the_case(house, scene)
    failed = view.mails[-1]
    assert (view.case.state, failed.state) == ("ours", "failed")
    assert "550 no such user" in failed.problem
    outbound.answer = ""
    for hand in (scene.gus, scene.ana):
        with pytest.raises(NotFound):
            await act(house, hand, try_again, scene.clinic, case.id, failed.id)
    await act(house, scene.mara, try_again, scene.clinic, case.id, failed.id)
    view = await the_case(house, scene)
    assert (view.case.state, view.mails[-1].state, view.case.answers) == ("theirs", "sent", 2)
    assert outbound.came[-1]["Message-ID"] == failed.message_id


async def test_signed_where_both_wish_it(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """ "— Mara", and what the organisation puts below all."""
    scene = await connected(house, inbound, outbound, foot="Hill Road 1")
    await arrive(house, scene, inbound, mail(house))
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "Yes.")
    async with house.work(actor=scene.samira) as work:
        held = await lock_organisation(work.db, scene.clinic)
        await change_organisation(work.db, msgspec.structs.replace(held, signs=True))
    await act(house, scene.mara, change_own_seat, scene.clinic, shown=True, answers_on=None)
    await reply(house, scene.mara, case, "And on Sunday.")
    bodies = [one.get_content().strip() for one in outbound.came]  # type: ignore[attr-defined]
    assert bodies[0].split() == ["Yes.", "--", "Hill", "Road", "1"]
    assert "— Mara" in bodies[1]


async def test_nobody_adds_headers(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """By a name, a subject or a reference."""
    scene = await connected(house, inbound, outbound)
    raw = (
        b"From: =?utf-8?q?Ida=0D=0ABcc=3A_spy=40x=2Eexample?= <ida@berg.example>\r\nTo: clinic@hill.example\r\n"
        b"Subject: =?utf-8?q?Hi=0D=0ABcc=3A_spy=40x=2Eexample?=\r\nMessage-ID: <a@b.example>\r\n"
        b"References: <x@y.example>\r\n\r\nHello."
    )
    await arrive(house, scene, inbound, raw)
    await reply(house, scene.mara, await only_case(house, scene), "Hello.\r\nBcc: spy@x.example")
    [came] = outbound.came
    assert came["Bcc"] is None
    assert (parseaddr(str(came["To"]))[1], came["References"]) == (
        "ida@berg.example", "<x@y.example> <a@b.example>"
    )  # fmt: skip


async def test_paused_mail_is_not_answered(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """The page says so; nothing is lost of what was typed."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, mail(house))
    case = await only_case(house, scene)
    await act(house, scene.samira, pause, scene.clinic, on=False)
    assert not (await the_case(house, scene)).reachable
    with pytest.raises(Refused, match="paused"):
        await act(house, scene.mara, answer, scene.clinic, case.id, AnswerWish(text="Yes."))
    await look_in(house, scene)
    assert len(await rows(house, scene)) == 1
