"""What arrives: at least once, however often this process or the address fails; and what is given up in the end."""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kith.base.core.clock import utc_now
from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.outside import Outside
from kith.base.work import House
from kith.desk import note, reopen, settle
from kith.desk.tests.scene import Scene, act, only_case, write_to
from kith.notices import load_notices
from kith.push.tests.service import Service
from kith.webhooks import WebhookWish, change_webhook, deliver_again, send_test, set_paused, store
from kith.webhooks.actions import telling
from kith.webhooks.actions.delivering import deliver, deliver_what_lies
from kith.webhooks.model import KEPT_DAYS, WebhookDue
from kith.webhooks.rules import HELD_AFTER, TRY_AGAIN_S, held_until, is_given_up, try_again_at
from kith.webhooks.tests.scene import hook_now, hook_to, log_of, told
from kith.worker import run_everything_due
from tests.clock import BEGINNING, TestClock

ROOT = Path(__file__).parents[3]
ONE = ("opened",)


async def test_it_is_tried_again_under_the_same_id_until_it_arrives(
    house: House, scene: Scene, service: Service, clock: TestClock
) -> None:
    """Each try has a time of its own; the log says what came back."""
    webhook_id, _secret = await hook_to(house, scene, service, events=ONE)
    service.answers += ["500 Oops", "302 Found\r\nLocation: http://127.0.0.1:1/", "204 No Content"]
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    [waiting] = await log_of(house, scene, webhook_id)
    assert (waiting.state, waiting.tries, waiting.status) == ("waiting", 1, 500)
    for seconds in TRY_AGAIN_S[:2]:
        clock.tick(seconds=seconds * 1.3)
        await run_everything_due(house)
    [arrived] = await log_of(house, scene, webhook_id)
    assert (arrived.state, arrived.tries, arrived.status) == ("arrived", 3, 204)
    assert len({one.headers["webhook-id"] for one in service.got}) == 1
    assert len({one.headers["webhook-timestamp"] for one in service.got}) == 3
    assert (await hook_now(house, scene, webhook_id)).failures == 0


async def test_kill_9_in_the_middle_loses_nothing(house: House, scene: Scene, service: Service) -> None:
    """A worker that is killed while the address thinks leaves the delivery waiting; the next one sends it again."""
    webhook_id, _secret = await hook_to(house, scene, service, events=ONE)
    service.hold.clear()
    async with replace(house, clock=utc_now).work() as work:  # the worker, a process of its own, goes by the real time
        webhook = await store.get_webhook(work.db, scene.clinic, webhook_id)
        await telling.write_delivery(work, webhook, "test", b"{}")
    settings = house.settings
    environment = os.environ | {
        "KITH_MODE": "test",
        "KITH_URL": settings.url,
        "KITH_FETCH_LOOPBACK": "true",
        "KITH_DATABASE_URL": str(settings.database_url),
        "KITH_VALKEY_URL": str(settings.valkey_url),
        "KITH_DATA": str(settings.data_folder),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kith", "worker", cwd=ROOT, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(60):
            await service.has(1)
    finally:
        process.send_signal(signal.SIGKILL)
        await process.wait()
    service.hold.set()
    later = replace(house, clock=lambda: utc_now() + timedelta(minutes=2))
    async with later.work() as work:
        await deliver_what_lies(work)
    await run_everything_due(later)
    assert len(service.got) == 2
    assert len({one.headers["webhook-id"] for one in service.got}) == 1
    assert [one.state for one in await log_of(house, scene, webhook_id)] == ["arrived"]


async def test_what_lies_is_taken_up(house: House, scene: Scene, service: Service, clock: TestClock) -> None:
    """Where the job itself is lost, a look once a minute finds what is due."""
    webhook_id, _secret = await hook_to(house, scene, service, events=ONE)
    async with house.work() as work:
        webhook = await store.get_webhook(work.db, scene.clinic, webhook_id)
        await telling.write_delivery(work, webhook, "test", b"{}")
        work.keep_quiet()
    await run_everything_due(house)
    assert service.got == []
    async with house.work() as work:
        await deliver_what_lies(work)
    await run_everything_due(house)
    assert len(service.got) == 1


async def test_two_jobs_at_once_send_each_thing_once(house: House, scene: Scene, service: Service) -> None:
    """One holds the webhook, and sees what came meanwhile."""
    webhook_id, _secret = await hook_to(house, scene, service)
    async with house.work(actor=scene.samira) as work:
        webhook = await store.get_webhook(work.db, scene.clinic, webhook_id)
        for _each in range(8):
            await telling.write_delivery(work, webhook, "test", b"{}")
        work.keep_quiet()
    due = WebhookDue(organisation_id=scene.clinic, webhook_id=webhook_id)

    async def job() -> None:
        async with house.work() as work:
            await deliver(work, due)

    await asyncio.gather(*(job() for _each in range(4)))
    assert len(service.got) == len({one.headers["webhook-id"] for one in service.got}) == 8
    ids = [int(one.headers["webhook-id"].removeprefix("msg_")) for one in service.got]
    assert ids == sorted(ids)


async def test_nothing_on_this_servers_own_network_is_asked(
    house: House, scene: Scene, service: Service, clock: TestClock
) -> None:
    """The guard judges the address that is connected to, at every delivery: not what it was when it was added."""
    webhook_id, _secret = await hook_to(house, scene, service, events=ONE)
    strict = replace(house, outside=Outside(replace(house.settings, fetch_loopback=False)))
    await write_to(strict, scene.ana, scene.clinic, "Hello?")
    [waiting] = await log_of(house, scene, webhook_id)
    assert (waiting.state, waiting.tries, waiting.status) == ("waiting", 1, None)
    assert "not out in the world" in waiting.said
    assert service.got == []
    clock.tick(seconds=10)
    await run_everything_due(house)
    assert len(service.got) == 1


@pytest.mark.parametrize(
    "host", ["[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[fe80::1]", "169.254.169.254"]
)
async def test_no_spelling_of_an_address_inside_is_asked(
    house: House, scene: Scene, service: Service, host: str
) -> None:
    """IPv4 in the clothes of IPv6, and addresses that only the next cable knows."""
    webhook_id, _secret = await hook_to(
        house, scene, service, events=ONE, address=f"https://{host}:{service.port}/kith"
    )
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    [waiting] = await log_of(house, scene, webhook_id)
    assert (waiting.state, waiting.tries, waiting.status) == ("waiting", 1, None)
    assert "not out in the world" in waiting.said
    assert service.got == []


async def test_a_dead_address_is_asked_now_and_then_whatever_waits(
    house: House, scene: Scene, service: Service, clock: TestClock
) -> None:
    """After a few failures in a row the others wait; once it answers everything arrives, in its order."""
    webhook_id, _secret = await hook_to(house, scene, service, events=("note",))
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    service.answers += ["500 Oops"] * 100
    async with house.work(actor=scene.mara) as work:
        for number in range(30):
            await note(work, scene.clinic, case.id, f"Note {number}")
    await run_everything_due(house)
    assert len(service.got) == HELD_AFTER
    for _each in range(3):
        clock.tick(seconds=5)
        await run_everything_due(house)
    assert len(service.got) == HELD_AFTER
    service.answers.clear()
    clock.tick(hours=2)
    await run_everything_due(house)
    assert {one.state for one in await log_of(house, scene, webhook_id)} == {"arrived"}


async def _kinds(house: House, person: Id) -> list[str]:
    async with house.reading(actor=person) as work:
        return [one.notice.kind for one in (await load_notices(work, Paging())).items]


async def test_an_address_that_wants_nothing_more_is_paused_and_owners_are_told(
    house: House, scene: Scene, service: Service
) -> None:
    """410 says so at once. What waits goes out once it goes on; what happens meanwhile does not."""
    webhook_id, _secret = await hook_to(house, scene, service, events=("settled", "reopened"))
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    service.answers.append("410 Gone")
    await act(house, scene.mara, settle, scene.clinic, case.id)
    webhook = await hook_now(house, scene, webhook_id)
    assert (webhook.paused_why, webhook.paused_at is not None) == ("gone", True)
    assert "webhook" in await _kinds(house, scene.samira)
    assert "webhook" not in await _kinds(house, scene.mara)
    await act(house, scene.mara, reopen, scene.clinic, case.id)
    with pytest.raises(Refused):
        await act(house, scene.samira, send_test, scene.clinic, webhook_id)
    await act(house, scene.samira, set_paused, scene.clinic, webhook_id, paused=False)
    [waiting] = await log_of(house, scene, webhook_id)
    await act(house, scene.samira, deliver_again, scene.clinic, webhook_id, waiting.id)
    assert [one["type"] for one in told(service)] == ["case.settled", "case.settled"]


async def test_it_is_paused_after_days_of_failing(
    house: House, scene: Scene, service: Service, clock: TestClock
) -> None:
    """A delivery is given up after ten tries, the address after three days."""
    webhook_id, _secret = await hook_to(house, scene, service, events=ONE)
    service.answers += ["503 Later"] * 200
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    for _each in range(2 * len(TRY_AGAIN_S)):
        clock.tick(hours=6)
        await run_everything_due(house)
        if (await log_of(house, scene, webhook_id))[0].state == "failed":
            break
    [given_up] = await log_of(house, scene, webhook_id)
    assert (given_up.state, given_up.tries) == ("failed", len(TRY_AGAIN_S) + 1)
    assert (await hook_now(house, scene, webhook_id)).paused_at is None or clock() > BEGINNING + timedelta(days=3)
    clock.tick(days=3)
    await write_to(house, scene.ben, scene.clinic, "Hello?")
    assert (await hook_now(house, scene, webhook_id)).paused_why == "failing"


async def test_too_much_that_waits_pauses_it(
    house: House, scene: Scene, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flood costs a bound of rows, and nobody at the desk notices."""
    monkeypatch.setattr(telling, "WAITING_MAX", 3)
    webhook_id, _secret = await hook_to(house, scene, service, events=("note",))
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    async with house.work(actor=scene.mara) as work:
        for number in range(10):
            await note(work, scene.clinic, case.id, f"Note {number}")
    assert (await hook_now(house, scene, webhook_id)).paused_why == "full"
    assert len(await log_of(house, scene, webhook_id)) == 3


async def test_a_test_arrives_and_anything_is_sent_again_by_hand(house: House, scene: Scene, service: Service) -> None:
    """To the address as it is now."""
    webhook_id, _secret = await hook_to(house, scene, service)
    sent = await act(house, scene.samira, send_test, scene.clinic, webhook_id)
    assert told(service)[0]["type"] == "webhook.test"
    address = f"http://127.0.0.1:{service.port}/other"
    await act(house, scene.samira, change_webhook, scene.clinic, webhook_id, WebhookWish(address=address))
    await act(house, scene.samira, deliver_again, scene.clinic, webhook_id, sent.id)
    assert [one.path for one in service.got] == ["/kith", "/other"]
    assert len({one.headers["webhook-id"] for one in service.got}) == 1
    with pytest.raises(NotFound):
        await act(house, scene.samira, deliver_again, scene.clinic, webhook_id, Id(17))


async def test_who_leaves_is_in_no_delivery_and_old_ones_go(
    house: House, scene: Scene, service: Service, clock: TestClock
) -> None:
    """Neither a person of a case nor a colleague; and nothing of an organisation that is gone."""
    webhook_id, _secret = await hook_to(house, scene, service)
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    await act(house, scene.mara, settle, scene.clinic, case.id)
    for gone, left in ((scene.mara, 2), (scene.ana, 0)):
        async with house.work() as work:
            await store.forget(work.db, gone)
        assert len(await log_of(house, scene, webhook_id)) == left
    await act(house, scene.samira, send_test, scene.clinic, webhook_id)
    clock.tick(days=KEPT_DAYS, minutes=1)
    async with house.work() as work:
        await store.forget_old(work.db, clock() - timedelta(days=KEPT_DAYS))
    assert await log_of(house, scene, webhook_id) == []
    async with house.work() as work:
        await store.forget(work.db, scene.clinic)
    async with house.reading() as work:
        assert await store.webhooks_of(work.db, scene.clinic) == []


def test_tries_grow_apart_and_end() -> None:
    """Each waits longer than the last, a fifth more or less; `Retry-After` is kept up to an hour."""
    for tries, wait_s in enumerate(TRY_AGAIN_S, start=1):
        early, late = (try_again_at(BEGINNING, tries=tries, chance=chance) for chance in (0.0, 1.0))
        assert early == BEGINNING + timedelta(seconds=wait_s * 0.8)
        assert late == BEGINNING + timedelta(seconds=wait_s * 1.2)
    assert try_again_at(BEGINNING, tries=len(TRY_AGAIN_S) + 1, chance=0.5) is None
    asked = try_again_at(BEGINNING, tries=1, chance=0.5, retry_after_s=600)
    assert asked == BEGINNING + timedelta(seconds=600)
    greedy = try_again_at(BEGINNING, tries=1, chance=0.5, retry_after_s=90_000)
    assert greedy == BEGINNING + timedelta(hours=1)
    assert held_until(BEGINNING, failures=HELD_AFTER - 1, chance=0.5) is None
    holds = [held_until(BEGINNING, failures=HELD_AFTER + one, chance=0.5) for one in range(200)]
    assert holds == sorted(one for one in holds if one is not None)
    assert holds[-1] == BEGINNING + timedelta(hours=1)
    assert not is_given_up(BEGINNING, BEGINNING + timedelta(days=2, hours=23))
    assert is_given_up(BEGINNING, BEGINNING + timedelta(days=3))
