"""Named without the handle: heard quietly, only as far as the author wishes, and gone when they take it back."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.desk.actions.answering import AnswerWish, answer, take_private
from kith.desk.actions.liking import like_words
from kith.desk.actions.moving import settle, settle_bundle, take
from kith.desk.actions.names import add_name, load_names, remove_name, set_naming
from kith.desk.actions.overhearing import SETTLED_AFTER_S, read_on
from kith.desk.model import BUNDLE_MIN, COMMON_FROM, NAMES_MAX, Case
from kith.desk.tests.scene import Scene, act, desk, gather, only_case, opened, person, reply, run_jobs, say, write_to
from kith.organisations.tests.scene import token_for
from kith.people import block, change_part_of_profile, mute
from kith.posts import delete, edit, publish
from kith.posts.model import Words
from kith.posts.tests.cast import send, sign_in
from tests.clock import TestClock

SAID = "Half a morning at the Linden Clinic, and all is well."
_JOBS = Statement("SELECT unnest(names) FROM jobs")
_LEFT = Statement("""
    SELECT (SELECT count(*) FROM desk_cases) + (SELECT count(*) FROM desk_events) + (SELECT count(*) FROM desk_words)
""")


@pytest_asyncio.fixture
async def scene(house: House) -> Scene:
    """A clinic that listens for its name."""
    scene = await gather(house)
    await act(house, scene.samira, add_name, scene.clinic, "Linden Clinic")
    await listen(house)
    return scene


async def listen(house: House) -> None:
    """Let the job read on, once what was said is settled."""
    clock = house.clock
    assert isinstance(clock, TestClock)
    clock.tick(seconds=SETTLED_AFTER_S + 1)
    async with house.work() as work:
        await read_on(work)
    await run_jobs(house)


async def named(house: House, scene: Scene) -> list[Case]:
    """List what lies in the view of names."""
    found = await desk(house, scene.mara, scene, "named")
    return [one.case for one in found.rows]


async def test_a_post_that_names_it_is_a_quiet_case(house: House, scene: Scene) -> None:
    """It waits for nobody, is counted apart, and the search of the desk finds it."""
    post = await say(house, scene.ana, SAID)
    await listen(house)
    [case] = await named(house, scene)
    assert (case.state, case.person_id, case.last_id, case.due_at, case.waits_since) == (
        "named", scene.ana, post.id, None, None,
    )  # fmt: skip
    counts = (await desk(house, scene.mara, scene, "ours")).counts
    assert {view: counts[view] for view in ("named", "ours", "unassigned", "overdue", "all")} == {
        "named": 1, "ours": 0, "unassigned": 0, "overdue": 0, "all": 1,
    }  # fmt: skip
    assert (await desk(house, scene.mara, scene, "unassigned")).rows == []
    assert [one.post.id for one in (await opened(house, scene.mara, case)).cards] == [post.id]
    await listen(house)
    assert len(await named(house, scene)) == 1


Change = Callable[[House, Scene], Awaitable[object]]
CHANGES: dict[str, tuple[Change, str, bool]] = {
    "nothing": (lambda house, scene: act(house, scene.ben, set_naming, heard=True, answered=False), SAID, True),
    "unsearchable": (lambda house, scene: act(house, scene.ana, change_part_of_profile, indexable=False), SAID, False),
    "unheard": (lambda house, scene: act(house, scene.ana, set_naming, heard=False, answered=True), SAID, False),
    "she blocks it": (lambda house, scene: act(house, scene.ana, block, scene.clinic), SAID, False),
    "it blocks her": (lambda house, scene: act(house, scene.clinic, block, scene.ana), SAID, False),
    "she mutes it": (lambda house, scene: act(house, scene.ana, mute, scene.clinic), SAID, False),
    "she mutes it for a while": (
        lambda house, scene: act(
            house, scene.ana, mute, scene.clinic, until_at=house.clock() + timedelta(days=1), notices=False
        ),
        SAID,
        False,
    ),
    "it mutes her": (lambda house, scene: act(house, scene.clinic, mute, scene.ana), SAID, False),
    "no more listening": (
        lambda house, scene: act(house, scene.samira, remove_name, scene.clinic, "linden clinic"), SAID, False,
    ),
    "another word": (lambda house, scene: act(house, scene.ben, set_naming, heard=True, answered=False),
                     "At the Lindens clinic.", False),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
async def test_only_what_the_author_lets_be_heard_is_heard(house: House, scene: Scene, change: str) -> None:
    """Each of these changes one thing of what is heard."""
    deed, text, is_heard = CHANGES[change]
    await deed(house, scene)
    await say(house, scene.ana, text)
    await listen(house)
    assert len(await named(house, scene)) == is_heard


@pytest.mark.parametrize("audience", ["everyone", "unlisted", "followers"])
async def test_only_what_is_for_everybody_is_heard(house: House, scene: Scene, audience: str) -> None:
    """Never what is said to few, nor what stands in no list."""
    await say(house, scene.ana, SAID, audience=audience)  # type: ignore[arg-type]
    await listen(house)
    assert len(await named(house, scene)) == (audience == "everyone")


async def test_what_is_private_and_what_the_team_says_is_not_overheard(house: House, scene: Scene) -> None:
    """Nor what was said before it listened."""
    await write_to(house, scene.ana, scene.ben, SAID)
    await say(house, scene.mara, SAID)
    await say(house, scene.ben, "The Upper Mill is open.")
    await act(house, scene.samira, add_name, scene.clinic, "Upper Mill")
    await listen(house)
    assert await named(house, scene) == []


async def test_a_mention_by_handle_is_a_mention(house: House, scene: Scene) -> None:
    """Named as well or not; and who writes the handle later has a case like any other."""
    await say(house, scene.ben, f"@clinic {SAID}")
    post = await say(house, scene.ana, SAID)
    await listen(house)
    assert [one.person_id for one in await named(house, scene)] == [scene.ana]
    assert (await only_case(house, scene, "ours")).person_id == scene.ben
    await say(house, scene.ana, "And @clinic, when are you open?", reply_to=post.id)
    assert await named(house, scene) == []
    assert {one.case.person_id for one in (await desk(house, scene.mara, scene, "ours")).rows} == {scene.ana, scene.ben}


async def _delete(house: House, scene: Scene, post_id: Id) -> None:
    await act(house, scene.ana, delete, post_id)


async def _edit(house: House, scene: Scene, post_id: Id) -> None:
    await act(house, scene.ana, edit, post_id, Words(text="Half a morning somewhere else."))


async def _block(house: House, scene: Scene, _post_id: Id) -> None:
    await act(house, scene.ana, block, scene.clinic)


async def _hush(house: House, scene: Scene, _post_id: Id) -> None:
    await act(house, scene.ana, set_naming, heard=False, answered=False)


async def _hide(house: House, scene: Scene, _post_id: Id) -> None:
    await act(house, scene.ana, change_part_of_profile, indexable=False)


async def _mute(house: House, scene: Scene, _post_id: Id) -> None:
    await act(house, scene.ana, mute, scene.clinic, notices=False)


async def _mute_back(house: House, scene: Scene, _post_id: Id) -> None:
    await act(house, scene.clinic, mute, scene.ana)


@pytest.mark.parametrize("taking", [_delete, _edit, _block, _mute, _mute_back, _hush, _hide])
@pytest.mark.parametrize("settled", [False, True])
async def test_taking_it_back_takes_the_case_away(
    house: House, scene: Scene, taking: Callable[..., Awaitable[None]], *, settled: bool
) -> None:
    """Whatever was done about it meanwhile, nothing is left; and what was settled goes with the post, too."""
    post = await say(house, scene.ana, SAID)
    await listen(house)
    [case] = await named(house, scene)
    await act(house, scene.mara, take, scene.clinic, case.id)
    if settled and taking in (_delete, _edit):
        await act(house, scene.mara, settle, scene.clinic, case.id)
    await taking(house, scene, post.id)
    async with house.reading() as work:
        assert await work.db.value(_LEFT) == 0
    assert (await desk(house, scene.mara, scene, "all")).counts["all"] == 0


async def test_an_edit_brings_a_name_in(house: House, scene: Scene) -> None:
    """And one that keeps it keeps the case."""
    post = await say(house, scene.ana, "Half a morning, and all is well.")
    await listen(house)
    assert await named(house, scene) == []
    await act(house, scene.ana, edit, post.id, Words(text=SAID))
    [case] = await named(house, scene)
    await act(house, scene.ana, edit, post.id, Words(text=f"{SAID} Again."))
    assert [one.id for one in await named(house, scene)] == [case.id]


@pytest.mark.parametrize("wished", [False, True])
async def test_it_answers_once_in_public_where_it_is_wished(house: House, scene: Scene, *, wished: bool) -> None:
    """Never in private; and not a second time before they answer."""
    if wished:
        await act(house, scene.ana, set_naming, heard=True, answered=True)
    post = await say(house, scene.ana, SAID)
    await listen(house)
    [case] = await named(house, scene)
    ways = (await opened(house, scene.mara, case)).reach
    assert (ways.here, ways.private) == (wished, False)
    with pytest.raises(Refused):
        await act(house, scene.mara, take_private, scene.clinic, case.id, AnswerWish(text="In private?"))
    if not wished:
        with pytest.raises(Refused, match="nobody first"):
            await reply(house, scene.mara, case, "We are glad.")
        return
    await reply(house, scene.mara, case, "We are glad.")
    with pytest.raises(Refused, match="nobody first"):
        await reply(house, scene.mara, case, "And one more thing.")
    said = (await opened(house, scene.mara, case)).cards[-1].post
    await say(house, scene.ana, "How kind.", reply_to=said.id)
    assert post.id == said.reply_to_id
    await act(house, scene.mara, answer, scene.clinic, case.id, AnswerWish(text="Until next time."))


async def test_a_wish_that_is_taken_back_closes_the_way(house: House, scene: Scene) -> None:
    """What was heard before stays heard, and is answered no more."""
    await act(house, scene.ana, set_naming, heard=True, answered=True)
    await say(house, scene.ana, SAID)
    await listen(house)
    await act(house, scene.ana, set_naming, heard=True, answered=False)
    [case] = await named(house, scene)
    with pytest.raises(Refused):
        await reply(house, scene.mara, case, "We are glad.")


async def test_it_may_like_what_was_said(house: House, scene: Scene) -> None:
    """Once, however often it is pressed."""
    post = await say(house, scene.ana, SAID)
    await listen(house)
    [case] = await named(house, scene)
    for _time in range(2):
        await act(house, scene.mara, like_words, scene.clinic, case.id)
    view = await opened(house, scene.mara, case)
    assert [one.kind for one in view.events].count("liked") == 1
    assert post.id == view.cards[0].post.id
    with pytest.raises(NotFound):
        await act(house, scene.gus, like_words, scene.clinic, case.id)


async def test_a_flood_of_names_stands_as_one(house: House, scene: Scene) -> None:
    """Apart from what is said to it; nothing of it is lost, and it is settled as a whole."""
    count = BUNDLE_MIN + 3
    for number in range(count):
        who = await person(house, f"p{number}")
        async with house.work(actor=who) as work:
            await publish(work, Words(text=f"The phone of the Linden Clinic is dead, number {number}"))
    await listen(house)
    found = await desk(house, scene.mara, scene, "named")
    assert (len(found.rows), [one.bundle.count for one in found.bundles], found.counts["named"]) == (0, [count], count)
    assert not (await desk(house, scene.mara, scene, "ours")).bundles
    await act(house, scene.mara, settle_bundle, scene.clinic, found.bundles[0].bundle.id)
    assert (await desk(house, scene.mara, scene, "settled")).counts["settled"] == count


@pytest.mark.parametrize("who", ["samira", "mara", "gus", "ana"])
async def test_owners_and_managers_say_what_is_listened_for(house: House, scene: Scene, who: str) -> None:
    """Others of the team are refused; to whoever is not on it there is no desk."""
    hand = getattr(scene, who)
    if who == "samira":
        await act(house, hand, add_name, scene.clinic, "The Lindens")
        _desk, names = await act(house, hand, load_names, scene.clinic)
        assert [one.name.text for one in names] == ["Linden Clinic", "The Lindens"]
        return
    with pytest.raises(NotFound if who == "ana" else Refused):
        await act(house, hand, add_name, scene.clinic, "The Lindens")


async def test_names_are_few_and_told_apart(house: House, scene: Scene) -> None:
    """The same name twice is refused, and one too many."""
    with pytest.raises(Invalid, match="already"):
        await act(house, scene.samira, add_name, scene.clinic, "LINDEN  clinic")
    for number in range(NAMES_MAX - 1):
        await act(house, scene.samira, add_name, scene.clinic, f"Linden house {number}")
    with pytest.raises(Refused, match="Take one out"):
        await act(house, scene.samira, add_name, scene.clinic, "One more")


async def test_a_word_of_everybody_is_shown_as_such(house: House, scene: Scene) -> None:
    """By what people wrote this month; it is kept all the same."""
    async with house.work(actor=scene.ben) as work:
        for number in range(COMMON_FROM):
            await publish(work, Words(text=f"Good morning, day {number}"))
    views = [await act(house, scene.samira, add_name, scene.clinic, name) for name in ("Morning", "Evening")]
    assert [one.is_common for one in views] == [True, False]


async def test_nothing_is_read_while_nobody_listens(house: House, scene: Scene) -> None:
    """And when somebody listens again, it is from then on."""
    await act(house, scene.samira, remove_name, scene.clinic, "linden clinic")
    await listen(house)
    await say(house, scene.ana, SAID)
    await listen(house)
    await act(house, scene.samira, add_name, scene.clinic, "Linden Clinic")
    await listen(house)
    await say(house, scene.ben, SAID)
    await listen(house)
    assert [one.person_id for one in await named(house, scene)] == [scene.ben]


async def test_pages_say_what_is_heard_and_let_one_decide(
    house: House, client: httpx.AsyncClient, scene: Scene
) -> None:
    """The names of a desk, a case that is only heard, and the wish of whoever is heard."""
    await say(house, scene.ana, SAID)
    await listen(house)
    [case] = await named(house, scene)
    await sign_in(house, client, scene.samira)
    assert "Linden Clinic" in (await client.get("/desk/clinic/names")).text
    refused = await send(client, "/desk/clinic/names", "/desk/clinic/names", name="ab")
    assert refused.status_code == 422
    await send(client, "/desk/clinic/names", "/desk/clinic/names", name="The <b>Lindens</b>")
    assert "The &lt;b&gt;Lindens&lt;/b&gt;" in (await client.get("/desk/clinic/names")).text
    path = f"/desk/clinic/cases/{case.id}"
    page = (await client.get(path)).text
    assert "did not speak to you" in page
    assert "Answer in public" not in page
    await send(client, path, f"{path}/like")
    assert "You like it." in (await client.get(path)).text
    await sign_in(house, client, scene.ana)
    await send(client, "/settings/naming", "/settings/naming", heard="", answered="true")
    await run_jobs(house)
    assert await named(house, scene) == []


async def test_a_post_costs_nothing_for_it(house: House, scene: Scene) -> None:
    """No job is written with it; and where nobody listens, the look of each minute is two short statements."""
    async with house.work(actor=scene.ana) as work:
        await publish(work, Words(text=SAID))
    async with house.reading() as work:
        assert not [name for name in await work.db.values(_JOBS) if name.startswith("desk.")]
    await run_jobs(house)
    await act(house, scene.samira, remove_name, scene.clinic, "linden clinic")
    async with house.work() as work:
        before = house.database.statements
        await read_on(work)
        assert house.database.statements - before <= 3


@pytest.mark.parametrize("who", ["samira", "mara"])
async def test_apps_do_the_same(house: House, client: httpx.AsyncClient, scene: Scene, who: str) -> None:
    """Names are for those who lead; a case says whether it may be answered; the wish is one's own."""
    hand = getattr(scene, who)
    headers = {"authorization": f"Bearer {await token_for(house, hand, hand=hand)}"}
    names, leads = f"/api/kith/v1/desks/{scene.clinic}/names", who == "samira"
    assert (await client.get(names, headers=headers)).status_code == (200 if leads else 403)
    for name, status in (("The Lindens", 200), ("The Lindens", 422), ("ab", 422)):
        added = await client.post(names, headers=headers, json={"name": name})
        assert added.status_code == (status if leads else 403)
    if leads:
        assert (await client.request("DELETE", names, headers=headers, json={"name": "the lindens"})).status_code == 200
        assert (await client.request("DELETE", names, headers=headers, json={"name": "the lindens"})).status_code == 404
    await say(house, scene.ana, SAID)
    await listen(house)
    [case] = (await client.get(f"/api/kith/v1/desks/{scene.clinic}/cases?view=named", headers=headers)).json()
    path = f"/api/kith/v1/desks/{scene.clinic}/cases/{case['id']}"
    assert (await client.get(path, headers=headers)).json()["may_answer"] is False
    assert (await client.post(f"{path}/answer", headers=headers, json={"text": "Hello."})).status_code == 403
    assert (await client.post(f"{path}/like", headers=headers)).status_code == 200
    own = {"authorization": f"Bearer {await token_for(house, scene.ana, hand=scene.ana)}"}
    assert (await client.get("/api/kith/v1/naming", headers=own)).json() == {"heard": True, "answered": False}
    said = await client.put("/api/kith/v1/naming", headers=own, json={"heard": False, "answered": True})
    assert said.json() == {"heard": False, "answered": False}
    await run_jobs(house)
    assert (await client.get(path, headers=headers)).status_code == 404
