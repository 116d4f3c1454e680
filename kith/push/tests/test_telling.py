"""What arrives on a device: all of it readable there and nowhere else, and nothing that its person may not read."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.connections import CONNECTIONS_MAX
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.filters import FilterAction, FilterWish, KeywordWish, make_filter
from kith.notices import load_notices, mark_read, set_policy
from kith.notices.model import NoticePolicy
from kith.notices.tests.scene import run_jobs, say
from kith.people import block, end_token, follow, mute, set_taste
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act
from kith.posts import delete, like, publish, repost
from kith.posts.model import Post, Words
from kith.push.model import BUNDLE_AFTER_S, TRY_AGAIN_S, PushDue
from kith.push.tests.conftest import ALL, Scene
from kith.push.tests.service import signed_by
from kith.worker import handlers_of
from tests.clock import TestClock

_BY_HAND = Statement("UPDATE api_tokens SET hand_id = %(hand_id)s WHERE account_id = %(account_id)s")
_LEAVING = Statement("UPDATE members SET leaves_at = %(now)s WHERE account_id = %(account_id)s")


async def test_a_mention_arrives_as_apps_read_it(scene: Scene) -> None:
    await scene.subscribe()
    post = await say(scene.house, BEN, "Hello @ana, the quinces are ready.")
    (message,) = await scene.run()
    async with scene.house.reading(actor=ANA) as work:
        notice = (await load_notices(work, Paging())).items[0].notice
    assert message == {
        "access_token": scene.token,
        "preferred_locale": "en",
        "notification_id": notice.id,
        "notification_type": "mention",
        "icon": f"http://kith.test/faces/{BEN}.png",
        "title": "Ben spoke of you.",
        "body": post.text,
    }


async def test_a_device_that_is_new_is_told(scene: Scene) -> None:
    """That there was none is remembered until there is one."""
    await say(scene.house, BEN, "Hello @ana, the quinces are ready.")
    assert await scene.run() == []
    await scene.subscribe()
    post = await say(scene.house, BEN, "And the pears, @ana.")
    (message,) = await scene.run()
    assert message["body"] == post.text


@pytest.mark.parametrize("hand", [None, CLEO])
async def test_an_app_let_in_by_a_hand_without_a_seat_is_told_nothing(scene: Scene, hand: Id | None) -> None:
    """Where an account is a team's, its app hears as long as whoever let it in has a seat that holds."""
    await scene.subscribe()
    async with scene.house.work() as work:
        await work.db.run(_BY_HAND, account_id=ANA, hand_id=hand)
    await say(scene.house, BEN, "Hello @ana, the quinces are ready.")
    assert len(await scene.run()) == (hand is None)


@pytest.mark.parametrize("standard", [True, False])
async def test_the_envelope_says_nothing_and_is_signed(scene: Scene, standard: bool) -> None:  # noqa: FBT001 - a case
    """Both codings; the signature is for this service, by the key that the app was given, for half a day.

    What must not be seen is looked for by words of six letters and more: three letters turn up by chance in what is
    encrypted or signed.
    """
    said = await scene.subscribe(standard=standard)
    await say(scene.house, BEN, "A secret word for @ana: quince.")
    (message,) = await scene.run()
    pushed = scene.service.got[0]
    key, claims = signed_by(pushed)
    assert key == said["server_key"]
    assert claims["aud"] == scene.service.origin
    assert claims["sub"] == "mailto:kith@kith.test"
    assert timedelta(0) < datetime.fromtimestamp(claims["exp"], UTC) - scene.house.clock() < timedelta(hours=24)
    assert pushed.path == "/push/ana"
    assert pushed.headers["content-encoding"] == ("aes128gcm" if standard else "aesgcm")
    assert (pushed.headers["ttl"], pushed.headers["urgency"]) == ("172800", "normal")
    outside = f"{pushed.headers} {pushed.body!r}".lower()
    for private in ("quince", "a secret", "mention", scene.token.lower(), message["title"].lower()):
        assert private not in outside


async def _liked(house: House, post: Post) -> None:
    await act(house, BEN, like, post.id)


async def _passed_on(house: House, post: Post) -> None:
    await act(house, BEN, repost, post.id)


async def _answered(house: House, post: Post) -> None:
    await say(house, BEN, "Yes.", reply_to=post)


async def _followed(house: House, _post: Post) -> None:
    await act(house, BEN, follow, ANA)


async def _posted(house: House, _post: Post) -> None:
    await act(house, ANA, follow, BEN, notify=True)
    await say(house, BEN, "Good morning.")


KINDS = (
    (_liked, "favourite", "Ben likes what you said.", "Bread is ready."),
    (_passed_on, "reblog", "Ben passed on what you said.", "Bread is ready."),
    (_answered, "mention", "Ben answered you.", "Yes."),
    (_followed, "follow", "Ben follows you.", "@ben"),
    (_posted, "status", "Ben posted something.", "Good morning."),
)
Deed = Callable[[House, Post], Awaitable[None]]


@pytest.mark.parametrize(("deed", "alert", "words"), [(deed, alert, words) for deed, alert, *words in KINDS])
async def test_each_kind_arrives_where_it_is_wished_for(
    scene: Scene, clock: TestClock, deed: Deed, alert: str, words: list[str]
) -> None:
    """What waits for an answer at once; what comes in numbers after a moment, so that several are one."""
    await scene.subscribe(alerts={alert: True})
    await deed(scene.house, await say(scene.house, ANA, "Bread is ready."))
    (message,) = await later(scene, clock)
    assert [message["notification_type"], message["title"], message["body"]] == [alert, *words]


@pytest.mark.parametrize(("deed", "alert"), [(deed, alert) for deed, alert, *_words in KINDS])
async def test_no_kind_arrives_where_it_is_not(scene: Scene, clock: TestClock, deed: Deed, alert: str) -> None:
    await scene.subscribe(alerts={name: name != alert for name in ALL})
    await deed(scene.house, await say(scene.house, ANA, "Bread is ready."))
    assert await later(scene, clock) == []


async def later(scene: Scene, clock: TestClock, seconds: float = BUNDLE_AFTER_S + 1) -> list[dict[str, Any]]:
    """Let the worker run now and after a while; give what came."""
    now = await scene.run()
    clock.tick(seconds=seconds)
    return now + await scene.run()


async def test_several_likes_are_one_message_to_an_app(scene: Scene, clock: TestClock) -> None:
    """With the newest notice; what comes next is told by itself, without those."""
    await scene.subscribe()
    bread = await say(scene.house, ANA, "Bread is ready.")
    for person in (BEN, CLEO, DAN):
        await act(scene.house, person, like, bread.id)
    (message,) = await later(scene, clock)
    assert (message["title"], message["notification_type"]) == (
        "Dan, Cleo and 1 other like what you said.",
        "favourite",
    )
    await act(scene.house, BEN, repost, bread.id)
    (message,) = await later(scene, clock, 61)
    assert message["title"] == "Ben passed on what you said."
    assert await later(scene, clock, 3600) == []


async def test_what_is_liked_can_wait(scene: Scene, clock: TestClock) -> None:
    await scene.subscribe()
    await _liked(scene.house, await say(scene.house, ANA, "Bread."))
    await later(scene, clock)
    assert scene.service.got[0].headers["urgency"] == "low"


async def test_a_warning_stands_before_the_words(scene: Scene) -> None:
    """On a lock screen as everywhere."""
    await scene.subscribe()
    await act(scene.house, BEN, publish, Words(text="She takes the ferry, @ana.", warning="The end of the novel"))
    (message,) = await scene.run()
    assert message["body"] == "The end of the novel"


@pytest.mark.parametrize(
    ("action", "bodies"), [("hide", []), ("warn", ["Your filter “Ferries” folds this."]), ("blur", ["@ana, a ferry."])]
)
async def test_a_filter_works_on_a_lock_screen_too(scene: Scene, action: FilterAction, bodies: list[str]) -> None:
    await scene.subscribe()
    wish = FilterWish(title="Ferries", contexts=("notifications",), action=action)
    await act(scene.house, ANA, make_filter, wish, [KeywordWish(keyword="ferry")])
    await say(scene.house, BEN, "@ana, a ferry.")
    assert [message["body"] for message in await scene.run()] == bodies


async def test_what_is_held_back_is_not_pushed(scene: Scene) -> None:
    """Neither while it waits among the requests, nor for having been let in later: it is there to be read."""
    await scene.subscribe()
    await act(scene.house, ANA, set_policy, NoticePolicy(owner_id=ANA, not_following="filter"))
    await say(scene.house, DAN, "Hello @ana, we have not met.")
    assert await scene.run() == []
    await say(scene.house, BEN, "Hello @ana.")
    assert len(await scene.run()) == 1


async def test_long_words_are_cut(scene: Scene) -> None:
    await scene.subscribe()
    await say(scene.house, BEN, "x" * 500 + " @ana")
    (message,) = await scene.run()
    assert message["body"] == "x" * 139 + "…"


async def test_an_app_is_told_in_its_persons_language(scene: Scene) -> None:
    await scene.subscribe()
    async with scene.house.work() as work:
        await set_taste(
            work.db, ANA, language="de", theme=None, timezone="UTC", post_audience="everyone", quote_policy="everyone"
        )
    await say(scene.house, BEN, "@ana?")
    (message,) = await scene.run()
    assert message["preferred_locale"] == "de"


@pytest.mark.parametrize(
    ("policy", "from_ben", "from_dan"),
    [("all", 1, 1), ("followed", 1, 0), ("follower", 0, 1), ("none", 0, 0)],
)
async def test_a_policy_says_from_whom(scene: Scene, policy: str, from_ben: int, from_dan: int) -> None:
    """Ana follows Ben; Dan follows her."""
    await act(scene.house, DAN, follow, ANA)
    await scene.run()
    await scene.subscribe(policy=policy)
    await say(scene.house, BEN, "@ana")
    assert len(await scene.run()) == from_ben
    await say(scene.house, DAN, "@ana")
    assert len(await scene.run()) == from_dan


async def _noticed(scene: Scene) -> Post:
    """Let Ben speak of Ana, and the push service be away; the message is tried again ten seconds later."""
    scene.service.answers = ["503 Away"]
    post = await say(scene.house, BEN, "Hello @ana.")
    await run_jobs(scene.house)
    assert len(scene.service.got) == 1
    return post


async def _unchanged(_scene: Scene, _post: Post) -> None:
    pass


async def _deleted(scene: Scene, post: Post) -> None:
    await act(scene.house, BEN, delete, post.id)


async def _blocked(scene: Scene, _post: Post) -> None:
    await act(scene.house, ANA, block, BEN)


async def _blocked_by(scene: Scene, _post: Post) -> None:
    await act(scene.house, BEN, block, ANA)


async def _muted(scene: Scene, _post: Post) -> None:
    await act(scene.house, ANA, mute, BEN)


async def _read(scene: Scene, _post: Post) -> None:
    async with scene.house.work(actor=ANA) as work:
        newest = (await load_notices(work, Paging())).items[0].notice.id
        await mark_read(work, newest)


async def _wished_away(scene: Scene, _post: Post) -> None:
    await scene.ask("PUT", json={"data": {"alerts": {"mention": False}}})


async def _ended(scene: Scene, _post: Post) -> None:
    await scene.ask("DELETE")


async def _signed_out(scene: Scene, _post: Post) -> None:
    await act(scene.house, ANA, end_token, ANA, Id(int(scene.token.split("_")[2])))


@pytest.mark.parametrize(
    ("meanwhile", "arrives"),
    [
        (_unchanged, 1),
        (_deleted, 0),
        (_blocked, 0),
        (_blocked_by, 0),
        (_muted, 0),
        (_read, 0),
        (_wished_away, 0),
        (_ended, 0),
        (_signed_out, 0),
    ],
)
async def test_what_changed_meanwhile_counts(
    scene: Scene, clock: TestClock, meanwhile: Callable[[Scene, Post], Awaitable[None]], arrives: int
) -> None:
    """Between the notice and the sending; for a try again no less than for the first."""
    await scene.subscribe()
    post = await _noticed(scene)
    await meanwhile(scene, post)
    clock.tick(seconds=11)
    assert len(await scene.run()) == arrives


@pytest.mark.parametrize("status", ["410 Gone", "404 Not Found"])
async def test_a_device_that_is_gone_is_forgotten(scene: Scene, status: str) -> None:
    await scene.subscribe()
    scene.service.answers = [status]
    await say(scene.house, BEN, "@ana")
    await scene.run()
    assert await scene.kept() == []
    assert (await scene.ask("GET")).status_code == 404


async def test_a_service_that_is_away_is_asked_again_and_then_no_more(scene: Scene, clock: TestClock) -> None:
    await scene.subscribe()
    scene.service.answers = ["500 Broken"] * 10
    await say(scene.house, BEN, "@ana")
    assert len(await scene.run()) == 1
    for wait_s in TRY_AGAIN_S:
        assert len(await scene.run()) == 0
        clock.tick(seconds=wait_s + 1)
        assert len(await scene.run()) == 1
    clock.tick(days=1)
    assert len(await scene.run()) == 0
    assert (await scene.kept())[0].failing_since is not None


async def test_a_service_says_when_to_come_back(scene: Scene, clock: TestClock) -> None:
    await scene.subscribe()
    scene.service.answers = ["429 Slower\r\nRetry-After: 120"]
    await say(scene.house, BEN, "@ana")
    await scene.run()
    clock.tick(seconds=100)
    assert len(await scene.run()) == 0
    clock.tick(seconds=25)
    assert len(await scene.run()) == 1
    assert (await scene.kept())[0].failing_since is None


async def test_what_was_refused_is_not_asked_again(scene: Scene, clock: TestClock) -> None:
    await scene.subscribe()
    scene.service.answers = ["400 No"]
    await say(scene.house, BEN, "@ana")
    assert len(await scene.run()) == 1
    clock.tick(hours=3)
    assert len(await scene.run()) == 0
    assert len(await scene.kept()) == 1


async def test_whoever_refuses_for_two_weeks_is_forgotten(scene: Scene, clock: TestClock) -> None:
    await scene.subscribe()
    for days in (0, 10, 5):
        scene.service.answers = ["403 No"]
        clock.tick(days=days)
        assert len(await scene.kept()) == 1
        await say(scene.house, BEN, "@ana")
        await scene.run()
    assert await scene.kept() == []


async def test_an_answer_that_leads_elsewhere_is_not_followed(scene: Scene) -> None:
    await scene.subscribe()
    scene.service.answers = [f"307 Moved\r\nLocation: {scene.service.endpoint('other')}"]
    await say(scene.house, BEN, "@ana")
    assert len(await scene.run()) == 1


async def test_an_endpoint_inside_is_never_asked(scene: Scene) -> None:
    """A public name may be given; what it stands for is judged when it is asked."""
    await scene.subscribe(endpoint="http://10.0.0.1/push")
    await say(scene.house, BEN, "@ana")
    assert await scene.run() == []
    assert (await scene.kept())[0].failing_since is not None


async def test_what_is_old_is_no_news(scene: Scene, clock: TestClock) -> None:
    await scene.subscribe()
    await say(scene.house, BEN, "@ana")
    clock.tick(days=3)
    await scene.run()  # the worker was away: the notice is written now, and pushed
    scene.service.answers = ["503 Away\r\nRetry-After: 3600"]
    await say(scene.house, BEN, "@ana again")
    await scene.run()
    clock.tick(days=3)
    assert await scene.run() == []


async def test_whoever_is_leaving_is_told_nothing(scene: Scene) -> None:
    await scene.subscribe()
    await say(scene.house, BEN, "@ana")
    async with scene.house.work() as work:
        await work.db.run(_LEAVING, now=work.now, account_id=ANA)
    assert await scene.run() == []


async def test_many_under_way_hold_no_connection(scene: Scene) -> None:
    """More messages than the database has connections; while the push service thinks, everybody else goes on."""
    await scene.subscribe()
    await say(scene.house, BEN, "@ana")
    await scene.run()
    async with scene.house.reading(actor=ANA) as work:
        notice = (await load_notices(work, Paging())).items[0].notice
    fact = PushDue(owner_id=ANA, subscription_id=(await scene.kept())[0].id, notice_id=notice.id)
    push = handlers_of(scene.house)["push.notice"]
    scene.service.hold.clear()
    under_way = [asyncio.ensure_future(push(msgspec.json.encode(fact))) for _one in range(CONNECTIONS_MAX + 2)]
    await scene.service.has(1 + CONNECTIONS_MAX + 2)
    assert len(await scene.kept()) == 1
    assert not any(one.done() for one in under_way)
    scene.service.hold.set()
    await asyncio.gather(*under_way)
