"""Direct statuses are messages, in the conversation of just the people they name."""

from typing import Any

import pytest

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.conversations import conversations_of, messages_of
from kith.conversations.tests.scene import ANA, BEN, CLEO, DAN, act, group, listed, look, pair, seen
from kith.gateways.mastodon.tests.asking import Ask, asker
from kith.notices.tests.scene import run_jobs
from kith.people import block
from kith.posts import publish
from kith.posts.model import Words

STATUSES, DIRECT = "/api/v1/statuses", "/api/v1/timelines/direct"


@pytest.fixture
async def ask(house: House) -> Ask:
    """Ask as somebody's app."""
    return await asker(house)


async def _post(ask: Ask, person: Id, status: str, **more: Any) -> dict[str, Any]:
    answer = await ask(person, "POST", STATUSES, {"status": status, "visibility": "direct"} | more)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_what_is_said_to_one_stands_in_their_conversation(house: House, ask: Ask) -> None:
    """In the one there is, without the names, and is answered as the status it is asked for as."""
    talk = await pair(house, ANA, BEN)
    made = await _post(
        ask, BEN, "@ana, soup with @ana?", spoiler_text="Leeks", sensitive=True, language="de",
    )  # fmt: skip
    assert (made["visibility"], made["spoiler_text"], made["sensitive"], made["language"]) == (
        "direct", "Leeks", True, "de",
    )  # fmt: skip
    assert [one["acct"] for one in made["mentions"]] == ["ana"]
    for person in (ANA, BEN):
        assert (await ask(person, "GET", f"{STATUSES}/{made['id']}")).json()["content"] == made["content"]
        assert await seen(house, person, talk) == ["soup with @ana?"]
    assert (await ask(CLEO, "GET", f"{STATUSES}/{made['id']}")).status_code == 404
    assert [one["id"] for one in (await ask(ANA, "GET", DIRECT)).json()] == [made["id"]]
    source = (await ask(BEN, "GET", f"{STATUSES}/{made['id']}/source")).json()
    assert (source["text"], source["spoiler_text"]) == ("soup with @ana?", "Leeks")


async def test_what_is_said_to_some_stands_in_the_group_of_just_these(house: House, ask: Ask) -> None:
    """Made where there is none, once; a group that has one more is another."""
    await group(house, BEN, CLEO, DAN, founder=ANA)
    first = await _post(ask, ANA, "@ben @cleo Soup?")
    [talk] = [one for one, _new in await listed(house, CLEO) if await seen(house, CLEO, one) == ["Soup?"]]
    await _post(ask, CLEO, "@ben @ana Yes")
    await _post(ask, BEN, "@ana@kith.test @cleo Me too", in_reply_to_id=first["id"])
    await _post(ask, CLEO, "With bread", in_reply_to_id=first["id"])
    assert await seen(house, ANA, talk) == ["Soup?", "Yes", "Me too", "With bread"]
    named = await group(house, BEN, CLEO, founder=ANA, name="Bread")
    await _post(ask, BEN, "@cleo @ana Rolls?")
    assert (await seen(house, ANA, named))[1:] == ["Rolls?"]


async def test_an_answer_that_names_some_of_a_group_is_for_these_alone(house: House, ask: Ask) -> None:
    """Whoever is left out of the names hears nothing of it."""
    first = await _post(ask, ANA, "@ben @cleo Soup?")
    await _post(ask, BEN, "@ana Not with Cleo, please", in_reply_to_id=first["id"])
    told = [await seen(house, CLEO, one) for one, _new in await listed(house, CLEO)]
    assert told == [["Soup?"]]
    assert ["Not with Cleo, please"] in [await seen(house, ANA, one) for one, _new in await listed(house, ANA)]


async def test_a_note_to_oneself_is_a_conversation_with_nobody(house: House, ask: Ask) -> None:
    """Every note stands in the same; a name that nobody has is no name."""
    for text in ("Buy leeks", "@nobody and salt"):
        assert (await _post(ask, ANA, text))["mentions"] == []
    found = await look(house, ANA, conversations_of, Paging())
    [view] = found.items
    assert (view.people, view.conversation.kind, view.unread) == ((), "group", 0)
    assert await seen(house, ANA, view.conversation.id) == ["Buy leeks", "@nobody and salt"]


async def test_a_key_says_it_once(house: House, ask: Ask) -> None:
    """However long it is."""
    for key in ("k", "k" * 180):
        body = {"status": "@ben Soup?", "visibility": "direct"}
        sent = [(await ask(ANA, "POST", STATUSES, body, **{"idempotency-key": key})).json()["id"] for _ in range(2)]
        assert sent[0] == sent[1]
    assert await seen(house, BEN, await pair(house)) == ["Soup?", "Soup?"]


@pytest.mark.parametrize("what", ["poll", "quoted_status_id"])
async def test_what_no_message_holds_stays_a_post(house: House, ask: Ask, what: str) -> None:
    """Among those named; also where it answers a message."""
    public = (await ask(BEN, "POST", STATUSES, {"status": "Bread", "visibility": "public"})).json()
    held: Any = {"options": ["rye", "wheat"], "expires_in": 600} if what == "poll" else public["id"]
    made = await _post(ask, ANA, "@ben Which?", **{what: held})
    assert made["poll" if what == "poll" else "quote"] is not None
    asked = await _post(ask, BEN, "@ana Soup?")
    answered = await _post(
        ask, ANA, "Which then?" if what == "poll" else "@ben This one", in_reply_to_id=asked["id"], **{what: held}
    )
    assert [one["acct"] for one in answered["mentions"]] == ["ben"]
    await run_jobs(house)
    assert [one["id"] for one in (await ask(BEN, "GET", DIRECT)).json()] == [
        answered["id"], asked["id"], made["id"],
    ]  # fmt: skip


async def test_what_answers_a_public_post_in_private_says_so(house: House, ask: Ask) -> None:
    """Its author is among those it is for, named or not."""
    public = (await ask(BEN, "POST", STATUSES, {"status": "Bread", "visibility": "public"})).json()
    made = await _post(ask, ANA, "It burns!", in_reply_to_id=public["id"])
    assert (made["in_reply_to_id"], [one["acct"] for one in made["mentions"]]) == (public["id"], ["ben"])
    assert await seen(house, BEN, await pair(house)) == ["It burns!"]


async def test_the_rules_of_conversations_hold(house: House, ask: Ask) -> None:
    """Whoever blocked one cannot be named; a stranger's words wait among the requests, and few of them."""
    await _post(ask, DAN, "@ben Buy my book")
    assert await listed(house, BEN) == []
    assert [new for _talk, new in await listed(house, BEN, "request")] == [1]
    for number in range(4):
        await _post(ask, DAN, f"@ben {number}")
    refused = await ask(DAN, "POST", STATUSES, {"status": "@ben More", "visibility": "direct"})
    assert 400 <= refused.status_code < 500
    await act(house, CLEO, block, ANA)
    assert (await _post(ask, ANA, "@cleo Are you there?"))["mentions"] == []
    assert await listed(house, CLEO) == []


async def test_what_answers_a_post_for_few_stays_beside_it(house: House, ask: Ask) -> None:
    """So that a thread is never torn."""
    async with house.work(actor=ANA) as work:
        post = await publish(work, Words(text="@ben Soup?", audience="mentioned"))
    made = await _post(ask, BEN, "@ana Yes", in_reply_to_id=str(post.id))
    context = (await ask(ANA, "GET", f"{STATUSES}/{made['id']}/context")).json()
    assert [one["id"] for one in context["ancestors"]] == [str(post.id)]


async def test_it_is_kept_muted_and_changed(house: House, ask: Ask) -> None:
    """Each for oneself but the last; what is kept stands among all that is."""
    public = (await ask(BEN, "POST", STATUSES, {"status": "Bread", "visibility": "public"})).json()
    made = await _post(ask, ANA, "@ben Soup?")
    kept = [public["id"], made["id"]]
    for one in kept:
        assert (await ask(BEN, "POST", f"{STATUSES}/{one}/bookmark")).json()["bookmarked"] is True
    assert [one["id"] for one in (await ask(BEN, "GET", "/api/v1/bookmarks")).json()] == kept[::-1]
    assert (await ask(ANA, "GET", "/api/v1/bookmarks")).json() == []
    assert (await ask(BEN, "POST", f"{STATUSES}/{made['id']}/mute")).json()["muted"] is True
    assert (await ask(ANA, "GET", f"{STATUSES}/{made['id']}")).json()["muted"] is False
    assert (await ask(BEN, "POST", f"{STATUSES}/{made['id']}/unmute")).json()["muted"] is False
    changed = await ask(ANA, "PUT", f"{STATUSES}/{made['id']}", {"status": "Bread?", "spoiler_text": "Food"})
    assert (changed.json()["spoiler_text"], changed.json()["edited_at"] is not None) == ("Food", True)
    [view] = await look(house, BEN, messages_of, await pair(house))
    assert (view.message.text, view.message.warning, view.message.sensitive) == ("Bread?", "Food", True)
    assert (await ask(BEN, "POST", f"{STATUSES}/{made['id']}/unbookmark")).json()["bookmarked"] is False
    for deed in ("bookmark", "mute"):
        assert (await ask(CLEO, "POST", f"{STATUSES}/{made['id']}/{deed}")).status_code == 404
