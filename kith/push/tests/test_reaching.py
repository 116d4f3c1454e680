"""What × how × who: what a person chose decides what is pushed, to a browser and to an app, against a real service."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.conversations import open_pair, read, send
from kith.conversations import silence as silence_talk
from kith.conversations.model import MessageWish
from kith.notices import load_notices, set_policy, silence
from kith.notices.model import WHATS, NoticePolicy
from kith.notices.tests.scene import say
from kith.people import follow
from kith.people.store.remembering import set_not_remembered, set_remembered
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, act
from kith.posts import like
from kith.push.actions.subscribing import Keys, subscribe_browser
from kith.push.tests.conftest import Scene
from kith.ties import keep_close
from tests.clock import TestClock

ALL_WHATS = tuple(WHATS)
HOWS = ("browser", "app")
NEAR = {"inner_circle": 15}
QUIET = {"quiet": True}


async def choose(scene: Scene, **chosen: Any) -> None:
    """Let Ana choose. `quiet`: from an hour ago until in an hour."""
    if chosen.pop("quiet", False):
        now = scene.house.clock()
        minute = now.hour * 60 + now.minute
        chosen |= {"quiet_from": (minute - 60) % 1440, "quiet_until": (minute + 60) % 1440}
    await act(scene.house, ANA, set_policy, NoticePolicy(owner_id=ANA, **({"pushed": ALL_WHATS} | chosen)))


async def subscribe(scene: Scene, how: str) -> None:
    """Let Ana's app be told of everything, or her browser."""
    if how == "app":
        await scene.subscribe()
        return
    session = await scene.browser_of(ANA)
    given = scene.device.keys()
    keys = Keys(endpoint=scene.service.endpoint("ana"), p256dh=given["p256dh"], auth=given["auth"])
    await act(scene.house, ANA, subscribe_browser, session, keys=keys, language="en")


async def happen(scene: Scene, what: str, who: Id) -> None:
    """Let something happen to Ana."""
    if what == "spoken":
        await say(scene.house, who, "Hello @ana")
    elif what == "liked":
        await act(scene.house, who, like, (await say(scene.house, ANA, "Bread is ready.")).id)
    else:
        await act(scene.house, who, follow, ANA)


async def come(scene: Scene, clock: TestClock, *, seconds: float = 16) -> list[dict[str, Any]]:
    """Let the worker run now and after a while; give what came."""
    now = await scene.run()
    clock.tick(seconds=seconds)
    return now + await scene.run()


@pytest.mark.parametrize(
    "case", [(what, how) for what in ("spoken", "liked", "followed") for how in ("browser", "app")]
)
@pytest.mark.parametrize(
    ("chosen", "who", "pushed"),
    [
        ({}, BEN, True),
        ({}, CLEO, True),
        (NEAR, BEN, True),
        (NEAR, CLEO, False),
        ({"silence": CLEO}, BEN, True),
        ({"silence": CLEO}, CLEO, False),
        (QUIET, BEN, False),
        (QUIET | NEAR, CLEO, False),
    ],
)
async def test_what_how_and_who(
    scene: Scene, clock: TestClock, case: tuple[str, str], chosen: dict[str, Any], who: Id, *, pushed: bool
) -> None:
    """Ben stands in one of Ana's inner circles, Cleo in none. Each case differs from an allowed one in one thing."""
    what, how = case
    await happen(scene, "liked", BEN)  # so that there is a tie at all
    await act(scene.house, BEN, like, (await say(scene.house, ANA, "Once more.")).id)
    await act(scene.house, ANA, like, (await say(scene.house, BEN, "And back.")).id)
    await act(scene.house, ANA, keep_close, BEN, 15)
    await scene.run()
    if "silence" in chosen:
        await act(scene.house, ANA, silence, chosen["silence"])
    await choose(scene, **{name: value for name, value in chosen.items() if name != "silence"})
    await subscribe(scene, how)
    await happen(scene, what, who)
    assert len(await come(scene, clock)) == pushed


@pytest.mark.parametrize("how", HOWS)
async def test_nobody_is_told_who_has_died(scene: Scene, clock: TestClock, how: str) -> None:
    """Not of what was under way either, on no device that is left; taken back, what comes anew is told."""
    await choose(scene)
    await subscribe(scene, how)
    await happen(scene, "spoken", BEN)
    async with scene.house.work() as work:
        await set_remembered(work.db, ANA, work.now)
        work.forget("remembered")
    assert await come(scene, clock) == []
    await happen(scene, "spoken", BEN)
    assert await come(scene, clock) == []
    async with scene.house.work() as work:
        await set_not_remembered(work.db, ANA)
        work.forget("remembered")
    await happen(scene, "spoken", BEN)
    assert len(await come(scene, clock, seconds=600)) == 1


@pytest.mark.parametrize("how", HOWS)
async def test_what_came_in_the_quiet_is_told_once_after_it(scene: Scene, clock: TestClock, how: str) -> None:
    """In one message, at its end; by the clock of wherever somebody is."""
    await choose(scene, **QUIET)
    await subscribe(scene, how)
    await say(scene.house, BEN, "@ana one")
    await happen(scene, "liked", CLEO)
    await say(scene.house, CLEO, "@ana two")
    assert await come(scene, clock, seconds=40 * 60) == []
    (message,) = await come(scene, clock, seconds=21 * 60)
    assert (message["title"], message["body"]) == ("Cleo and Ben", "3 new notices")
    await say(scene.house, BEN, "@ana three")
    (message,) = await come(scene, clock, seconds=61)
    assert ("three" in message["body"]) == (how == "app")  # a browser's takes the place of what is unread
    assert await come(scene, clock, seconds=3600) == []


@pytest.mark.parametrize("how", HOWS)
async def test_what_was_read_in_the_quiet_is_not_told_after_it(scene: Scene, clock: TestClock, how: str) -> None:
    await choose(scene, **QUIET)
    await subscribe(scene, how)
    post = await say(scene.house, BEN, "@ana one")
    await scene.run()
    await _read_all(scene)
    assert post is not None
    assert await come(scene, clock, seconds=3 * 3600) == []


async def _read_all(scene: Scene) -> None:
    from_page = await scene.client.get("/api/v1/notifications", headers={"authorization": f"Bearer {scene.token}"})
    newest = from_page.json()[0]["id"]
    marked = await scene.client.post(
        "/api/v1/markers",
        headers={"authorization": f"Bearer {scene.token}"},
        json={"notifications": {"last_read_id": newest}},
    )
    assert marked.status_code == 200


async def test_what_is_hidden_is_pushed_all_the_same(scene: Scene, clock: TestClock) -> None:
    """Each way is chosen by itself; an app finds among its notifications what it is told of."""
    await choose(scene, hidden=("spoken",))
    await subscribe(scene, "browser")
    await say(scene.house, BEN, "@ana one")
    (message,) = await come(scene, clock)
    assert message["title"] == "Ben spoke of you."
    async with scene.house.reading(actor=ANA) as work:
        assert (await load_notices(work, Paging())).items == []
    await say(scene.house, BEN, "@ana two")
    (message,) = await come(scene, clock, seconds=61)
    assert message["title"] == "Ben spoke of you."  # the first was told, and stands nowhere to be read


async def test_what_is_hidden_reaches_no_app(scene: Scene, clock: TestClock) -> None:
    await choose(scene, hidden=("spoken",))
    await subscribe(scene, "app")
    await say(scene.house, BEN, "@ana one")
    assert await come(scene, clock) == []


async def test_a_choice_that_comes_meanwhile_counts(scene: Scene, clock: TestClock) -> None:
    """What is pushed is decided when it is sent."""
    await choose(scene)
    await subscribe(scene, "browser")
    await say(scene.house, BEN, "@ana one")
    await scene.run()
    await choose(scene, pushed=("liked",))
    assert await come(scene, clock) == []


async def test_ten_messages_are_one_push(scene: Scene, clock: TestClock) -> None:
    """With how many there are; a silent conversation rings no bell, and what was read does not either."""
    await act(scene.house, BEN, follow, ANA)
    await act(scene.house, ANA, follow, BEN)
    await scene.run()
    await choose(scene)
    await subscribe(scene, "browser")
    async with scene.house.work(actor=BEN) as work:
        talk = (await open_pair(work, ANA)).id
    for number in range(10):
        await act(scene.house, BEN, send, talk, MessageWish(text=f"number {number}"))
    (message,) = [one for one in await come(scene, clock) if "wrote" in one["title"]]
    assert (message["title"], message["body"]) == ("Ben wrote to you.", "10 new messages")
    assert message["url"] == f"/talk/{talk}"
    await act(scene.house, ANA, read, talk)
    await act(scene.house, BEN, send, talk, MessageWish(text="One more."))
    (message,) = await come(scene, clock, seconds=61)
    assert message["body"] == "One more."
    await act(scene.house, ANA, read, talk)
    await act(scene.house, ANA, silence_talk, talk, scene.house.clock() + timedelta(days=1))
    await act(scene.house, BEN, send, talk, MessageWish(text="And now?"))
    assert await come(scene, clock, seconds=61) == []
    clock.tick(days=1)
    await act(scene.house, BEN, send, talk, MessageWish(text="Good morning."))
    (message,) = await come(scene, clock, seconds=61)
    assert message["body"] == "2 new messages"


async def _silent(scene: Scene, talk: Id) -> None:
    await act(scene.house, ANA, silence_talk, talk, scene.house.clock() + timedelta(days=1))


async def _silenced(scene: Scene, _talk: Id) -> None:
    await act(scene.house, ANA, silence, BEN)


async def _quiet(scene: Scene, _talk: Id) -> None:
    await choose(scene, **QUIET)


async def _near(scene: Scene, _talk: Id) -> None:
    await choose(scene, **NEAR)


async def _read(scene: Scene, talk: Id) -> None:
    await act(scene.house, ANA, read, talk)


async def _unpushed(scene: Scene, _talk: Id) -> None:
    await choose(scene, pushed=())


Deed = Callable[[Scene, Id], Awaitable[None]]


@pytest.mark.parametrize(
    ("deed", "told"),
    [(None, 1), (_unpushed, 1), (_silent, 0), (_silenced, 0), (_quiet, 0), (_near, 0), (_read, 0)],
)
async def test_an_app_is_told_of_each_message(scene: Scene, clock: TestClock, deed: Deed | None, told: int) -> None:
    """As a mention, at once, whatever browsers are told; not what is kept away after it was said."""
    await act(scene.house, ANA, follow, BEN)
    await subscribe(scene, "app")
    async with scene.house.work(actor=BEN) as work:
        talk = (await open_pair(work, ANA)).id
    await act(scene.house, BEN, send, talk, MessageWish(text="Hello."))
    (first,) = await scene.run()
    assert (first["notification_type"], first["title"], first["body"]) == ("mention", "Ben wrote to you.", "Hello.")
    await act(scene.house, BEN, send, talk, MessageWish(text="Anybody there?"))
    if deed is not None:
        await deed(scene, talk)
    assert [one["notification_type"] for one in await come(scene, clock)] == ["mention"] * told


async def test_an_app_that_asked_for_no_mentions_hears_of_no_message(scene: Scene, clock: TestClock) -> None:
    await act(scene.house, ANA, follow, BEN)
    async with scene.house.work(actor=BEN) as work:
        talk = (await open_pair(work, ANA)).id
    for wished in (True, False):
        await scene.subscribe(alerts={"mention": wished, "favourite": True})
        await act(scene.house, BEN, send, talk, MessageWish(text="Hello."))
        assert len(await come(scene, clock)) == wished
