"""What is told: every event of a case, signed, in least words, once it happened and not before."""

import base64
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.work import House
from kith.conversations import delete_for_all
from kith.desk import give, label, note, reopen, settle, snooze
from kith.desk.tests.scene import Scene, act, only_case, reply, run_jobs, say, write_to
from kith.organisations import let_program_in
from kith.organisations.model import TeamProgram
from kith.push.tests.service import Service
from kith.webhooks import WebhookWish, add_webhook, change_webhook, delete_webhook, renew_secret, webhooks_of
from kith.webhooks.model import EVENTS, WEBHOOKS_MAX
from kith.webhooks.rules import signature
from kith.webhooks.tests.scene import hook_to, is_signed, log_of, told
from kith.webhooks.web.words import event_words
from kith.worker import run_everything_due
from tests.clock import TestClock

DOCS = Path(__file__).parents[3] / "docs" / "webhooks.md"


async def test_every_step_of_a_case_is_told_signed_and_without_a_word(
    house: House, scene: Scene, service: Service, clock: TestClock
) -> None:
    """From the first message to the note of a colleague; what was said is in none of it."""
    webhook_id, secret = await hook_to(house, scene, service)
    await write_to(house, scene.ana, scene.clinic, "SECRETWORDS one")
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "SECRETWORDS two")
    await act(house, scene.mara, give, scene.clinic, case.id, scene.gus)
    await act(house, scene.mara, label, scene.clinic, case.id, ("hours",))
    await act(house, scene.mara, note, scene.clinic, case.id, "SECRETWORDS three")
    await act(house, scene.mara, snooze, scene.clinic, case.id, clock() + timedelta(days=1))
    await act(house, scene.mara, settle, scene.clinic, case.id)
    await act(house, scene.mara, reopen, scene.clinic, case.id)
    messages = told(service)
    assert [one["type"].removeprefix("case.") for one in messages] == [
        "opened", "said", "taken", "answered", "assigned", "labelled", "note", "snoozed", "settled", "reopened",
    ]  # fmt: skip
    assert all(is_signed(one, secret) for one in service.got)
    assert len({one.headers["webhook-id"] for one in service.got}) == len(service.got)
    assert b"SECRETWORDS" not in b"".join(one.body for one in service.got)
    assert not [one for one in messages if "ana" in str(one).lower().replace("organisation", "")]
    data = messages[4]["data"]
    assert (data["case_id"], data["by_id"], data["whom_id"]) == (str(case.id), str(scene.mara), str(scene.gus))
    assert [one["data"]["state"] for one in messages[-3:]] == ["snoozed", "settled", "ours"]
    assert messages[5]["data"]["labels"] == ["hours"]
    assert {one.state for one in await log_of(house, scene, webhook_id)} == {"arrived"}


async def test_what_did_not_happen_is_not_told(house: House, scene: Scene, service: Service) -> None:
    """The delivery is written in the transaction of the act, and goes with it."""
    webhook_id, _secret = await hook_to(house, scene, service)
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    before = len(await log_of(house, scene, webhook_id))
    async with house.work(actor=scene.mara) as work:
        await settle(work, scene.clinic, case.id)
        await work.write_jobs()
        work.undo()
    await run_jobs(house)
    assert len(await log_of(house, scene, webhook_id)) == before


async def test_only_what_was_chosen_is_told(house: House, scene: Scene, service: Service) -> None:
    """And nothing more once the webhook is gone, not even what waited."""
    webhook_id, _secret = await hook_to(house, scene, service, events=("settled",))
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    await act(house, scene.mara, settle, scene.clinic, case.id)
    assert [one["type"] for one in told(service)] == ["case.settled"]
    async with house.work(actor=scene.mara) as work:
        await reopen(work, scene.clinic, case.id)
        await settle(work, scene.clinic, case.id)
    await act(house, scene.samira, delete_webhook, scene.clinic, webhook_id)
    assert len(service.got) == 1


WORDS = (("none", [None, None]), ("public", ["@clinic Open?", None]), ("all", ["@clinic Open?", "In confidence"]))


@pytest.mark.parametrize(("words", "said"), WORDS, ids=[one for one, _said in WORDS])
async def test_words_go_along_where_an_owner_chose_it(
    house: House, scene: Scene, service: Service, words: str, said: list[Any]
) -> None:
    """Of what everybody can read, or of private talks, too; never of a note."""
    await hook_to(house, scene, service, words=words, events=("said", "note"))
    await say(house, scene.ana, "@clinic Open?")
    case = await only_case(house, scene)
    await write_to(house, scene.ana, scene.clinic, "In confidence")
    await act(house, scene.mara, note, scene.clinic, case.id, "For us alone")
    assert [one["data"]["words"] for one in told(service)] == [*said, None]


async def test_what_was_taken_back_before_it_was_sent_is_not_in_it(
    house: House, scene: Scene, service: Service, clock: TestClock
) -> None:
    """Words are read when it is sent: the second try says less than the first."""
    await hook_to(house, scene, service, words="all", events=("said",))
    service.answers.append("500 Oops")
    message = await write_to(house, scene.ana, scene.clinic, "In confidence")
    await act(house, scene.ana, delete_for_all, message.id)
    clock.tick(seconds=10)
    await run_everything_due(house)
    first, second = service.got
    assert b"In confidence" in first.body
    assert b"In confidence" not in second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


async def test_a_renewed_secret_and_the_last_one_hold_for_a_day(
    house: House, scene: Scene, service: Service, clock: TestClock
) -> None:
    """Whoever receives has time to change it."""
    webhook_id, first = await hook_to(house, scene, service, events=("opened",))
    _changed, second = await act(house, scene.samira, renew_secret, scene.clinic, webhook_id)
    assert first != second
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    assert is_signed(service.got[0], first)
    assert is_signed(service.got[0], second)
    clock.tick(days=1, minutes=1)
    await write_to(house, scene.ben, scene.clinic, "Hello?")
    assert not is_signed(service.got[1], first)
    assert is_signed(service.got[1], second)


def test_signatures_are_those_of_the_specification() -> None:
    """The example that the libraries of Standard Webhooks are tested with."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    message_id, body = "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}'
    made = signature(key, message_id=message_id, timestamp=1614265330, body=body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_the_receiver_in_the_documentation_takes_what_comes_once(
    house: House, scene: Scene, service: Service, monkeypatch: pytest.MonkeyPatch, clock: TestClock
) -> None:
    """It is run as it stands there: what is forged, changed, old or there already is refused."""
    _webhook, secret = await hook_to(house, scene, service, events=("opened",))
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    [came] = service.got
    [code] = re.findall(r"```python\n(.+?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    receiver: dict[str, Any] = {}
    exec(compile(code, str(DOCS), "exec"), receiver)  # noqa: S102 - our own example
    is_kiths = receiver["is_kiths"]
    now = float(came.headers["webhook-timestamp"])
    monkeypatch.setattr(receiver["time"], "time", lambda: now + 1)
    assert not is_kiths(secret, came.headers, came.body + b" ")
    assert not is_kiths("whsec_" + "A" * 43 + "=", came.headers, came.body)
    assert not is_kiths(secret, came.headers | {"webhook-timestamp": str(int(now) + 1)}, came.body)
    assert is_kiths(secret, came.headers, came.body)
    assert not is_kiths(secret, came.headers, came.body)
    receiver["SEEN"].clear()
    monkeypatch.setattr(receiver["time"], "time", lambda: now + 301)
    assert not is_kiths(secret, came.headers, came.body)


BAD_ADDRESSES = (
    "", "ftp://example.org/", "http://example.org/kith", "https://user:word@example.org/", "https://", "javascript:x",
    "https://example.org:99999/", "https://0x7f.1/", "https://example.org/" + "a" * 1500,
)  # fmt: skip


@pytest.mark.parametrize("address", BAD_ADDRESSES)
async def test_an_address_is_on_the_web_and_encrypted(house: House, scene: Scene, address: str) -> None:
    """What is none is refused with a word about it."""
    given = WebhookWish(address="https://help.example/kith")
    made, _secret = await act(house, scene.samira, add_webhook, scene.clinic, given)
    with pytest.raises(Invalid):
        await act(house, scene.samira, add_webhook, scene.clinic, WebhookWish(address=address))
    with pytest.raises(Invalid):
        await act(house, scene.samira, change_webhook, scene.clinic, made.id, WebhookWish(address=address))


async def test_owners_alone_look_after_webhooks(house: House, scene: Scene) -> None:
    """Others of the team are refused, others find nothing; ten are enough; events are known ones."""
    wish = WebhookWish(address="https://help.example/kith")
    for _each in range(WEBHOOKS_MAX):
        await act(house, scene.samira, add_webhook, scene.clinic, wish)
    with pytest.raises(Refused):
        await act(house, scene.samira, add_webhook, scene.clinic, wish)
    [first, *_others] = await act(house, scene.samira, webhooks_of, scene.clinic)
    for hand, error in ((scene.mara, Refused), (scene.gus, Refused), (scene.ben, NotFound)):
        for deed in (delete_webhook, renew_secret):
            with pytest.raises(error):
                await act(house, hand, deed, scene.clinic, first.id)
    for events in ((), ("opened", "nonsense")):
        with pytest.raises(Invalid):
            await act(house, scene.samira, change_webhook, scene.clinic, first.id, WebhookWish(events=events))
    assert first.events == EVENTS


async def test_a_program_without_words_sends_none_anywhere(house: House, scene: Scene) -> None:
    """`write:webhooks` is no way round `read:cases`, neither by a new webhook nor by another address for an old one."""
    program, _key = await act(
        house, scene.samira, let_program_in, scene.clinic, name="X", scopes=("write:webhooks",), lasts_days=1
    )
    wish = WebhookWish(address="https://help.example/kith")
    async with house.work(actor=scene.clinic, hand=program.id) as work:
        await add_webhook(work, scene.clinic, wish)
        with pytest.raises(Refused):
            await add_webhook(work, scene.clinic, msgspec.structs.replace(wish, words="public"))
        assert TeamProgram in work.memo
    made, _secret = await act(
        house, scene.samira, add_webhook, scene.clinic, msgspec.structs.replace(wish, words="all")
    )
    with pytest.raises(Refused):
        async with house.work(actor=scene.clinic, hand=program.id) as work:
            await change_webhook(work, scene.clinic, made.id, WebhookWish(address="https://other.example/"))


def test_every_event_is_said_in_words() -> None:
    """Whoever chooses what is told reads sentences, no names of a program."""
    assert [one for one, words in event_words().items() if one == words] == []
