"""Messages of conversations in Mastodon's apps: beside the talks that are made of posts, in one list, without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.bus.live import Delivered, LiveEvent
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.work import House
from kith.conversations import keep_for, messages_of, react, remove
from kith.conversations.actions.vanishing import delete_vanished
from kith.conversations.tests.scene import act, group, look, pair
from kith.conversations.tests.scene import say as tell
from kith.gateways.mastodon.conversations import merged
from kith.gateways.mastodon.hearing import Subscription
from kith.gateways.mastodon.standing import Asked
from kith.gateways.mastodon.tests.asking import Ask, asker
from kith.notices.tests.scene import run_jobs
from kith.posts.tests.cast import ANA, BEN, CLEO, block
from kith.posts.tests.cast import say as publish
from tests.clock import TestClock

SOUP = {
    "title": "Soup",
    "context": ["thread"],
    "filter_action": "warn",
    "keywords_attributes": [{"keyword": "soup", "whole_word": True}],
}
ALL, DIRECT, STATUSES = "/api/v1/conversations", "/api/v1/timelines/direct", "/api/v1/statuses"


@pytest.fixture
async def ask(house: House) -> Ask:
    """Ask as somebody's app."""
    return await asker(house)


async def test_both_sources_are_one_list(house: House, ask: Ask) -> None:
    """By the newest of each, walked in parts as small as one likes; nothing is missing and nothing comes twice."""
    expected, direct = [], []
    for number in range(3):
        post = await publish(house, CLEO, f"@ben {number}", audience="mentioned")
        await run_jobs(house)
        talk = await group(house, BEN, CLEO, name=f"Soup {number}")
        message = await tell(house, ANA, talk, f"Message {number}")
        expected += [str(post.id), str(talk)]
        direct += [str(post.id), str(message.id)]
    for limit in (1, 2, 3, 4, 40):
        for path, wanted in ((ALL, expected[::-1]), (DIRECT, direct[::-1])):
            found, way = [], f"{path}?limit={limit}"
            for _part in range(20):
                part = await ask(BEN, "GET", way)
                assert len(part.json()) <= limit
                found += [one["id"] for one in part.json()]
                link = part.headers.get("link", "")
                if 'rel="next"' not in link:
                    break
                way = link.split("<")[1].split(">")[0].removeprefix("http://kith.test")
            assert found == wanted, (path, limit)
    up = await ask(BEN, "GET", f"{DIRECT}?min_id={direct[1]}&limit=2")
    assert [one["id"] for one in up.json()] == [direct[3], direct[2]]


@given(
    first=st.sets(st.integers(1, 60)), second=st.sets(st.integers(61, 120)), mixed=st.sets(st.integers(1, 60)),
    limit=st.integers(1, 9),
)  # fmt: skip
def test_two_lists_are_walked_as_one(first: set[int], second: set[int], mixed: set[int], limit: int) -> None:
    """Whatever lies in which, and how large the parts are."""
    ones, others = {n * 2 for n in first}, {n * 2 + 1 for n in mixed} | {n * 2 for n in second}

    def part(of: set[int], below: int) -> Slice[int]:
        rows = sorted((n for n in of if n < below), reverse=True)
        return Slice(items=rows[:limit], older_than=Id(rows[limit - 1]) if len(rows) > limit else None)

    found: list[int] = []
    below: int | None = 10**6
    while below is not None:
        some = merged(part(ones, below), part(others, below), Paging(limit=limit), place=Id)
        found += some.items
        assert some.older_than is None or some.older_than < below
        below = some.older_than
    assert found == sorted(ones | others, reverse=True)


async def test_a_message_is_a_direct_status(house: House, ask: Ask) -> None:
    """With whom it is for, what it answers, and its talk around it; for its members alone."""
    talk = await pair(house)
    first = await tell(house, ANA, talk, "Soup at six?")
    second = await tell(house, BEN, talk, "Yes!")
    status = (await ask(BEN, "GET", f"{STATUSES}/{first.id}")).json()
    assert (status["visibility"], status["account"]["acct"]) == ("direct", "ana")
    assert [one["acct"] for one in status["mentions"]] == ["ben"]
    assert "Soup at six?" in status["content"]
    around = (await ask(BEN, "GET", f"{STATUSES}/{first.id}/context")).json()
    assert ([], [str(second.id)]) == (around["ancestors"], [one["id"] for one in around["descendants"]])
    [listed] = (await ask(BEN, "GET", f"{STATUSES}?id[]={first.id}")).json()
    assert listed["id"] == str(first.id)
    for path in ("", "/context", "/source", "/history"):
        assert (await ask(CLEO, "GET", f"{STATUSES}/{first.id}{path}")).status_code == 404
    assert (await ask(CLEO, "GET", f"{STATUSES}?id[]={first.id}")).json() == []
    for path in ("reblog", "pin"):
        assert (await ask(ANA, "POST", f"{STATUSES}/{first.id}/{path}")).status_code == 404


async def test_an_answer_to_a_message_is_a_message(house: House, ask: Ask) -> None:
    """Once for its key, without the names that apps put first, and for nobody else, whatever the app asks for."""
    talk = await pair(house)
    first = await tell(house, ANA, talk, "Soup at six?")
    body = {"status": "@ana Yes, with bread", "in_reply_to_id": str(first.id), "visibility": "direct"}
    for _again in range(2):
        sent = await ask(BEN, "POST", STATUSES, body, **{"idempotency-key": "k"})
        assert sent.status_code == 200, sent.text
        assert sent.json()["in_reply_to_id"] == str(first.id)
    views = await look(house, ANA, messages_of, talk)
    assert [view.message.text for view in views] == ["Soup at six?", "Yes, with bread"]
    public = await ask(BEN, "POST", STATUSES, body | {"visibility": "public", "status": "Or rolls"})
    assert (public.status_code, public.json()["visibility"]) == (200, "direct")
    views = await look(house, ANA, messages_of, talk)
    assert [view.message.text for view in views] == ["Soup at six?", "Yes, with bread", "Or rolls"]
    assert (await ask(CLEO, "POST", STATUSES, body)).status_code == 404


async def test_a_message_is_edited_hearted_and_taken_back(house: House, ask: Ask) -> None:
    """By its author the first and the last."""
    talk = await pair(house)
    first = await tell(house, ANA, talk, "Soop")
    one = f"{STATUSES}/{first.id}"
    assert (await ask(BEN, "PUT", one, {"status": "No"})).status_code == 404
    assert (await ask(ANA, "GET", f"{one}/source")).json()["text"] == "Soop"
    assert (await ask(BEN, "GET", f"{one}/source")).status_code == 404
    changed = (await ask(ANA, "PUT", one, {"status": "Soup"})).json()
    assert changed["edited_at"] is not None
    named = (await ask(ANA, "PUT", one, {"status": "@ben Soup"})).json()
    assert named["content"] == changed["content"]  # whom it is for is no part of it, as when it was sent
    history = (await ask(BEN, "GET", f"{one}/history")).json()
    assert [each["content"] for each in history] == ["<p>Soop</p>", "<p>Soup</p>"]
    assert history[0]["created_at"] == changed["created_at"]
    for _again in range(2):
        liked = (await ask(BEN, "POST", f"{one}/favourite")).json()
        assert (liked["favourited"], liked["favourites_count"]) == (True, 1)
    assert (await ask(ANA, "GET", one)).json()["favourited"] is False
    assert (await ask(BEN, "POST", f"{one}/unfavourite")).json()["favourites_count"] == 0
    assert (await ask(BEN, "DELETE", one)).status_code == 404
    assert (await ask(ANA, "DELETE", one)).json()["text"] == "Soup"
    assert (await ask(ANA, "GET", one)).status_code == 404
    assert (await ask(BEN, "GET", DIRECT)).json() == []


async def test_hearts_on_messages_stand_among_what_one_likes(house: House, ask: Ask) -> None:
    """With posts, the last first, page by page; another emoji is none, and what is taken back is gone."""
    talk, favourites = await pair(house), "/api/v1/favourites"
    first, second, third = [str((await tell(house, ANA, talk, words)).id) for words in ("Soup", "Bread", "Cake")]
    post = (await ask(ANA, "POST", STATUSES, {"status": "For all"})).json()["id"]
    for one in (second, post, first):
        await ask(BEN, "POST", f"{STATUSES}/{one}/favourite")
    await act(house, BEN, react, int(third), "🎉")
    assert [one["id"] for one in (await ask(BEN, "GET", favourites)).json()] == [first, post, second]
    page = await ask(BEN, "GET", f"{favourites}?limit=2")
    assert [one["id"] for one in page.json()] == [first, post]
    older = page.headers["link"].split("<")[1].split(">")[0].removeprefix("http://kith.test")
    assert [one["id"] for one in (await ask(BEN, "GET", older)).json()] == [second]
    assert (await ask(ANA, "GET", favourites)).json() == []
    await ask(BEN, "POST", f"{STATUSES}/{second}/unfavourite")
    await ask(ANA, "DELETE", f"{STATUSES}/{first}")
    assert [one["id"] for one in (await ask(BEN, "GET", favourites)).json()] == [post]


async def test_a_conversation_is_read_and_left_out(house: House, ask: Ask) -> None:
    """By the same addresses as a talk."""
    talk = await pair(house)
    await tell(house, ANA, talk, "Soup?")
    [listed] = (await ask(BEN, "GET", ALL)).json()
    assert (listed["unread"], [one["acct"] for one in listed["accounts"]]) == (True, ["ana"])
    assert (await ask(BEN, "POST", f"{ALL}/{talk}/read")).json()["unread"] is False
    assert (await ask(CLEO, "POST", f"{ALL}/{talk}/read")).status_code == 404
    assert (await ask(BEN, "DELETE", f"{ALL}/{talk}")).json() == {}
    assert (await ask(CLEO, "DELETE", f"{ALL}/{talk}")).status_code == 404
    assert (await ask(BEN, "GET", ALL)).json() == []
    await tell(house, ANA, talk, "Soup!")
    assert [one["id"] for one in (await ask(BEN, "GET", ALL)).json()] == [str(talk)]


async def test_the_stream_tells_of_new_messages_alone(house: House, ask: Ask) -> None:
    """As `conversation`; nothing to who is out, and nothing when an older word changed."""
    talk = await group(house, BEN, CLEO)
    await tell(house, ANA, talk, "Soup?")

    async def heard(number: int) -> list[str]:
        subscription = Subscription(Asked(stream="direct"), topics=(str(BEN),), position="")
        event = LiveEvent(kind="message", subject_id=talk, number=number)
        async with house.reading(actor=BEN) as work:
            found = await subscription.messages(work, [Delivered("1-1", event)])
        return [one.event for one in found]

    assert await heard(2) == ["conversation"]
    assert await heard(1) == []
    await act(house, ANA, remove, talk, BEN)
    assert await heard(2) == []


async def test_apps_hear_at_night_that_a_message_vanished(house: House, ask: Ask, clock: TestClock) -> None:
    """As `delete`: those who had it, and none from whom its author is kept away."""
    talk = await group(house, BEN, CLEO)
    await act(house, ANA, keep_for, talk, 1)
    message = await tell(house, ANA, talk, "Soup?")
    await block(house, CLEO, ANA)
    clock.tick(days=1)
    async with house.work() as work:
        await delete_vanished(work)
    event = LiveEvent(kind="message.vanished", subject_id=message.id, author_id=ANA)

    async def told(person: Id) -> list[tuple[str, str]]:
        subscription = Subscription(Asked(stream="user"), topics=(str(person),), position="")
        async with house.reading(actor=person) as work:
            found = await subscription.messages(work, [Delivered("1-1", event)])
        return [(one.event, one.payload) for one in found]

    assert (await ask(BEN, "GET", f"{STATUSES}/{message.id}")).status_code == 404
    assert await told(BEN) == [("delete", str(message.id))]
    assert await told(CLEO) == []


async def test_filters_meet_messages_too(house: House, ask: Ask) -> None:
    """Their statuses say by which; nobody filters their own words."""
    await ask(BEN, "POST", "/api/v2/filters", SOUP)
    talk = await pair(house)
    theirs, own = await tell(house, ANA, talk, "Soup?"), await tell(house, BEN, talk, "Soup!")
    shown = (await ask(BEN, "GET", f"{STATUSES}/{theirs.id}")).json()
    assert [one["keyword_matches"] for one in shown["filtered"]] == [["soup"]]
    assert (await ask(BEN, "GET", f"{STATUSES}/{own.id}")).json()["filtered"] == []
    assert (await ask(ANA, "GET", f"{STATUSES}/{theirs.id}")).json()["filtered"] == []
