"""Our own pages: what one is told on this device, chosen in plain words; several things at once come as one."""

import re
from typing import Any

import pytest

from kith.base.storage.statement import Statement
from kith.notices.model import WHATS, What
from kith.notices.tests.scene import run_jobs, say
from kith.people import COOKIE, begin_session
from kith.people.actions.signing_in import sign_out, sign_out_elsewhere
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act
from kith.posts import delete, like
from kith.push.tests.conftest import Scene
from kith.push.tests.service import Device
from tests.clock import TestClock

PAGE, HERE = "/settings/notices", "/settings/push"
_LOSE = Statement("DELETE FROM jobs WHERE names = ARRAY['push.bundle']")


async def send(scene: Scene, path: str = HERE, **form: Any) -> Any:
    """Send the form of the page, as it stands there."""
    page = (await scene.client.get(PAGE)).text
    signature = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert signature is not None
    return await scene.client.post(path, data={"csrf": signature[1], **form})


async def tell_here(scene: Scene, **changes: Any) -> Any:
    """Let the browser be told, as its script sends it."""
    keys = {"endpoint": scene.service.endpoint("ana"), **scene.device.keys()}
    return await send(scene, **(keys | changes))


async def choose(scene: Scene, *whats: What, **more: Any) -> Any:
    """Choose of what browsers are told, on the page."""
    return await send(scene, PAGE, **{"shown[]": list(WHATS), "pushed[]": list(whats)}, **more)


async def test_a_browser_is_told_and_told_no_more(scene: Scene) -> None:
    session = await scene.browser_of(ANA)
    answer = await tell_here(scene)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?said=on")
    (kept,) = await scene.kept()
    assert (kept.owner_id, kept.session_id, kept.token_id, kept.standard) == (ANA, session, None, True)
    assert "Done: you will be told" in (await scene.client.get(f"{PAGE}?said=on")).text
    answer = await send(scene, f"{HERE}/end")
    assert answer.headers["location"] == f"{PAGE}?said=off"
    assert await scene.kept() == []


async def test_what_is_chosen_is_kept(scene: Scene) -> None:
    """For all of somebody's browsers, also those that come later; the place stays."""
    await scene.browser_of(ANA)
    await tell_here(scene)
    answer = await choose(scene, "spoken", "polls")
    assert answer.headers["location"] == f"{PAGE}?said=kept"
    (kept,) = await scene.kept()
    assert kept.endpoint == scene.service.endpoint("ana")
    page = (await scene.client.get(PAGE)).text
    assert re.findall(r'name="pushed\[\]" value="(\w+)" checked', page) == ["spoken", "polls"]


async def test_without_script_nothing_is_promised(scene: Scene) -> None:
    await scene.browser_of(ANA)
    page = (await scene.client.get(PAGE)).text
    assert "needs to run scripts" in page
    assert re.search(r'<form[^>]*data-push="[\w-]{87}"\s+hidden', page)
    answer = await send(scene)
    assert answer.status_code == 422
    assert "did not say where" in answer.text
    assert await scene.kept() == []


@pytest.mark.parametrize(
    "changes",
    [{"endpoint": "javascript:1"}, {"p256dh": "AAAA"}, {"auth": "AAAA"}, {"auth": Device().p256dh}],
)
async def test_what_no_browser_says_is_refused(scene: Scene, changes: dict[str, str]) -> None:
    await scene.browser_of(ANA)
    answer = await tell_here(scene, **changes)
    assert answer.status_code == 422
    assert await scene.kept() == []


async def test_only_whoever_is_signed_in_is_told(scene: Scene) -> None:
    assert (await scene.client.get(PAGE)).status_code == 303
    assert (await scene.client.post(HERE, data={})).status_code == 401


async def test_a_browser_tells_its_newest_person_alone(scene: Scene) -> None:
    """Ben signs in where Ana was, and neither of them is shown what is the other's."""
    await scene.browser_of(ANA)
    await tell_here(scene)
    await scene.browser_of(BEN)
    await tell_here(scene)
    assert [one.owner_id for one in await scene.kept()] == [BEN]


async def test_being_told_ends_with_the_session(scene: Scene) -> None:
    session = await scene.browser_of(ANA)
    await tell_here(scene)
    await act(scene.house, ANA, sign_out, session)
    assert await scene.kept() == []
    await scene.browser_of(ANA)
    await tell_here(scene)
    async with scene.house.work(actor=ANA) as work:
        other = await begin_session(work, ANA, user_agent="Mozilla/5.0")
        await sign_out_elsewhere(work, but_id=other.key_id)
    assert await scene.kept() == []
    assert scene.client.cookies.get(COOKIE) is not None


async def told_after(scene: Scene, clock: TestClock, seconds: float) -> list[dict[str, Any]]:
    """Let the worker run now and after a while; give what came."""
    now = await scene.run()
    clock.tick(seconds=seconds)
    return now + await scene.run()


async def test_one_thing_is_told_as_what_it_is(scene: Scene, clock: TestClock) -> None:
    await scene.browser_of(ANA)
    await tell_here(scene)
    post = await say(scene.house, BEN, "Hello @ana, the quinces are ready.")
    assert await scene.run() == []
    (message,) = await told_after(scene, clock, 16)
    assert message == {
        "title": "Ben spoke of you.",
        "body": "Hello @ana, the quinces are ready.",
        "icon": f"/faces/{BEN}.png",
        "url": f"/@ben/{post.id}",
        "tag": "kith",
        "lang": "en",
        "dir": "ltr",
    }
    assert (scene.service.got[0].headers["topic"], scene.service.got[0].headers["urgency"]) == ("kith", "normal")


async def test_ten_things_are_one_message(scene: Scene, clock: TestClock) -> None:
    await scene.browser_of(ANA)
    await tell_here(scene)
    await choose(scene, *WHATS)
    bread = await say(scene.house, ANA, "Bread is ready.")
    for number in range(7):
        await say(scene.house, BEN, f"@ana {number}")
    for person in (BEN, CLEO, DAN):
        await act(scene.house, person, like, bread.id)
    (message,) = await told_after(scene, clock, 16)
    assert (message["body"], message["url"]) == ("10 new notices", "/notices")
    assert re.fullmatch(r"\w+, \w+ and 1 other", message["title"])


async def test_several_likes_are_one_sentence(scene: Scene, clock: TestClock) -> None:
    """The names before the number."""
    await scene.browser_of(ANA)
    await tell_here(scene)
    await choose(scene, "liked")
    bread = await say(scene.house, ANA, "Bread is ready.")
    for person in (BEN, CLEO, DAN):
        await act(scene.house, person, like, bread.id)
    (message,) = await told_after(scene, clock, 16)
    assert (message["title"], message["body"]) == ("Dan, Cleo and 1 other like what you said.", "Bread is ready.")
    assert message["url"] == f"/@ana/{bread.id}"


async def test_what_comes_later_speaks_for_all_that_is_unread(scene: Scene, clock: TestClock) -> None:
    """It takes the place of the message before, so it says what that said, too; and it keeps its distance."""
    await scene.browser_of(ANA)
    await tell_here(scene)
    await say(scene.house, BEN, "@ana one")
    assert len(await told_after(scene, clock, 16)) == 1
    await say(scene.house, CLEO, "@ana two")
    assert await told_after(scene, clock, 30) == []
    (message,) = await told_after(scene, clock, 40)
    assert (message["title"], message["body"]) == ("Cleo and Ben", "2 new notices")


async def test_what_comes_while_it_is_sent_is_told_next(scene: Scene, clock: TestClock) -> None:
    await scene.browser_of(ANA)
    await tell_here(scene)
    await say(scene.house, BEN, "@ana one")
    await run_jobs(scene.house)
    scene.service.answers = ["503 Away"]
    clock.tick(seconds=16)
    assert len(await scene.run()) == 1
    await say(scene.house, CLEO, "@ana two")
    (message,) = await told_after(scene, clock, 11)
    assert message["body"] == "2 new notices"
    assert await told_after(scene, clock, 3600) == []


async def test_what_was_read_or_went_is_not_told(scene: Scene, clock: TestClock) -> None:
    await scene.browser_of(ANA)
    await tell_here(scene)
    post = await say(scene.house, BEN, "@ana one")
    await run_jobs(scene.house)
    await act(scene.house, BEN, delete, post.id)
    assert await told_after(scene, clock, 16) == []
    await say(scene.house, BEN, "@ana two")
    assert len(await told_after(scene, clock, 16)) == 1


async def test_a_bundle_that_was_lost_holds_nothing_up(scene: Scene, clock: TestClock) -> None:
    """Should its job ever be gone, the next notice begins anew after an hour."""
    await scene.browser_of(ANA)
    await tell_here(scene)
    await say(scene.house, BEN, "@ana one")
    await scene.run()
    async with scene.house.work() as work:
        assert await work.db.run(_LOSE) == 1
    await say(scene.house, BEN, "@ana two")
    assert await told_after(scene, clock, 3700) == []
    await say(scene.house, BEN, "@ana three")
    (message,) = await told_after(scene, clock, 16)
    assert message["body"] == "3 new notices"


async def test_only_what_was_chosen_is_told(scene: Scene, clock: TestClock) -> None:
    await scene.browser_of(ANA)
    await tell_here(scene)
    await choose(scene, "liked")
    await say(scene.house, BEN, "@ana")
    assert await told_after(scene, clock, 16) == []
    bread = await say(scene.house, ANA, "Bread is ready.")
    await act(scene.house, CLEO, like, bread.id)
    (message,) = await told_after(scene, clock, 16)
    assert message["title"] == "Cleo likes what you said."
