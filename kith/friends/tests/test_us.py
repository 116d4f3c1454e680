"""The page about two people, through HTTP and without script."""

import httpx
import pytest

from kith.base.work import House
from kith.friends.store import find_mark
from kith.people.model import Left
from kith.posts import like
from kith.posts.tests.cast import ANA, BEN, CLEO, block, follow, gather_cast, say, send, sign_in
from kith.ties import decline, propose
from kith.ties.model import Past
from kith.worker import run_everything_due
from tests.clock import TestClock

SCHOOL = {"kind": "schoolmate", "from_year": "1987", "until_year": "1991", "place": "School no. 5"}


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _open(client: httpx.AsyncClient, path: str = "/@ana/us") -> str:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_two_who_never_wrote_are_told_so(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """And that they follow each other, since when."""
    month = f"{clock():%B %Y}"
    await sign_in(house, client, BEN)
    page = await _open(client)
    assert "You and Ana have not written to each other yet." in page
    assert f"You have followed Ana since {month}." in page
    assert '<svg class="years__picture"' not in page
    await follow(house, ANA, BEN)
    assert f"and Ana has followed you since {month}." in await _open(client)


async def test_what_was_said_stands_there_in_days_and_in_a_picture(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """The sentence, the first and the last talk, a bar a month, the same in words, and the last words themselves."""
    await say(house, BEN, "@ana Soup tonight?", audience="mentioned")
    clock.tick(days=40)
    await say(house, ANA, "@ben Bread, too?", audience="mentioned")
    await sign_in(house, client, BEN)
    page = await _open(client)
    assert "In the last 30 days you did not write to Ana and Ana wrote to you on 1 day" in page
    assert page.count('class="years__mine"') == page.count('class="years__theirs"') == 1
    assert "you on 1 day, Ana on 0 days" in page
    assert page.index("Soup tonight?") < page.index("Bread, too?")
    assert "You first wrote to each other" in page


async def test_a_relation_is_asked_and_confirmed_and_ended_on_the_pages(
    house: House, client: httpx.AsyncClient
) -> None:
    """It counts once both say so; ending it tells nobody."""
    await sign_in(house, client, BEN)
    assert (await send(client, "/@ana/us", "/@ana/us/relations", **SCHOOL)).status_code == 303
    line = "You went to school together, 1987–1991, School no. 5."
    assert f"You say: “{line}”" in await _open(client)
    assert line not in await _open(client, "/@ana")
    await sign_in(house, client, ANA)
    assert "Ben asks how you know each other." in await _open(client, "/@ben")
    assert f"Ben says: “{line}” Is it so?" in await _open(client, "/@ben/us")
    assert (await send(client, "/@ben/us", "/@ben/us/relations/schoolmate/confirm")).status_code == 303
    assert line in await _open(client, "/@ben")
    await sign_in(house, client, BEN)
    assert (await send(client, "/@ana/us", "/@ana/us/relations/schoolmate/end")).status_code == 303
    assert "School no. 5" not in await _open(client)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"from_year": "19"}, "four digits"),
        ({"from_year": "1850"}, "between 1900 and"),
        ({"until_year": "1980"}, "cannot end before"),
        ({"place": "x" * 121}, "120"),
    ],
)
async def test_what_does_not_fit_comes_back_with_its_words(
    house: House, client: httpx.AsyncClient, changed: dict[str, str], words: str
) -> None:
    """Beside the form, with what was written."""
    await sign_in(house, client, BEN)
    answer = await send(client, "/@ana/us", "/@ana/us/relations", **(SCHOOL | changed))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="1991"' in answer.text or "until_year" in changed


async def test_a_no_looks_like_silence(house: House, client: httpx.AsyncClient) -> None:
    """Byte for byte, to whoever asked."""
    async with house.work(actor=BEN) as work:
        await propose(work, ANA, "friend", Past())
    await sign_in(house, client, BEN)
    before = (await _open(client)).split("<main", 1)[1].split('name="csrf"')[0]
    async with house.work(actor=ANA) as work:
        await decline(work, BEN, "friend")
    assert (await _open(client)).split("<main", 1)[1].split('name="csrf"')[0] == before


async def test_what_both_liked_is_there_as_long_as_both_do(house: House, client: httpx.AsyncClient) -> None:
    """Words and the answer to them, each liked by the other."""
    first = await say(house, ANA, "Quinces are ready")
    answer = await say(house, BEN, "I bring the pot", reply_to=first)
    async with house.work(actor=BEN) as work:
        await like(work, first.id)
    await sign_in(house, client, BEN)
    assert "What you both liked" not in await _open(client)
    async with house.work(actor=ANA) as work:
        await like(work, answer.id)
    assert "What you both liked" in await _open(client)
    await sign_in(house, client, BEN)
    assert (await send(client, "/@ana/us", f"/@ana/{first.id}/unlike")).status_code in (303, 404)


async def test_what_she_wrote_since_is_there_until_it_was_looked_at(house: House, client: httpx.AsyncClient) -> None:
    """And no further than what was shown."""
    shown = await say(house, ANA, "Lesson one")
    await sign_in(house, client, BEN)
    assert "What Ana wrote last" in await _open(client)
    await say(house, ANA, "Lesson two")
    assert (await send(client, "/@ana/us", "/@ana/us/seen", up_to=str(shown.id))).status_code == 303
    page = await _open(client)
    assert "What Ana wrote since you last looked" in page
    assert "Lesson two" in page
    assert "Lesson one" not in page
    assert (await send(client, "/@ana/us", "/@ana/us/seen", up_to="9" * 30)).status_code == 303
    assert "Lesson two" in await _open(client)
    assert (await send(client, "/@ana/us", "/@ana/us/seen", up_to=str(2**63 - 1))).status_code == 303
    assert "You have read all that Ana wrote." in await _open(client)
    await say(house, ANA, "Lesson three")
    assert "Lesson three" in await _open(client)


async def test_a_place_is_chosen_and_taken_back(house: House, client: httpx.AsyncClient) -> None:
    """Kept close, not close, or as it comes; what is no place is refused."""
    await sign_in(house, client, BEN)
    for place, word in (("15", "Close to you"), ("none", "Not close"), ("counted", "As it comes")):
        assert (await send(client, "/@ana/us", "/@ana/us/place", place=place)).status_code == 303
        assert f'value="{place}" checked' in await _open(client), word
    assert (await send(client, "/@ana/us", "/@ana/us/place", place="7")).status_code == 422


@pytest.mark.parametrize(
    ("deed", "back", "words"),
    [
        ("hope", "hope-no-more", "You would like to hear from Ana."),
        ("never", "remind", "You are never reminded of Ana."),
        ("parted", "not-parted", "You parted, you said"),
    ],
)
async def test_a_wish_is_said_and_taken_back(
    house: House, client: httpx.AsyncClient, deed: str, back: str, words: str
) -> None:
    """And her page about the two stays as it was."""
    await sign_in(house, client, ANA)
    before = (await _open(client, "/@ben/us")).split("<main", 1)[1].split('name="csrf"')
    await sign_in(house, client, BEN)
    assert words not in await _open(client)
    assert (await send(client, "/@ana/us", f"/@ana/us/{deed}")).status_code == 303
    assert words in await _open(client)
    await sign_in(house, client, ANA)
    assert [part[100:] for part in (await _open(client, "/@ben/us")).split("<main", 1)[1].split('name="csrf"')] == [
        part[100:] for part in before
    ]
    await sign_in(house, client, BEN)
    assert (await send(client, "/@ana/us", f"/@ana/us/{back}")).status_code == 303
    assert words not in await _open(client)


async def test_both_who_would_like_to_hear_learn_of_it(house: House, client: httpx.AsyncClient) -> None:
    """At once, both; before that neither."""
    words = "You would both like to hear from each other."
    for person, other in ((BEN, "ana"), (ANA, "ben")):
        await sign_in(house, client, person)
        assert words not in await _open(client, f"/@{other}/us")
        assert (await send(client, f"/@{other}/us", f"/@{other}/us/hope")).status_code == 303
    page = await _open(client, "/@ben/us")
    assert words in page
    assert "learn of it only if they say so" not in page
    assert "/us/hope-no-more" in page
    await sign_in(house, client, BEN)
    assert words in await _open(client)


async def test_a_line_is_addressed_and_has_the_last_words_in_view(house: House, client: httpx.AsyncClient) -> None:
    """Where nothing was said between the two yet."""
    await say(house, ANA, "@ben Are the small pears in?", audience="mentioned")
    await sign_in(house, client, BEN)
    opened = await client.get("/@ana/line", follow_redirects=True)
    assert opened.url.path == "/talk/to/ana"
    assert "Are the small pears in?" in opened.text


GETS = ("/@ana/us", "/@ana/line")
POSTS = ("us/relations", "us/relations/friend/confirm", "us/place", "us/hope", "us/never", "us/seen", "us/settled")


async def test_whoever_is_hidden_looks_as_if_they_were_not_there(house: House, client: httpx.AsyncClient) -> None:
    """Every page and deed, for both sides of a block; and oneself and a stranger's kind have none."""
    await sign_in(house, client, BEN)
    for path in GETS:
        assert (await client.get(path)).status_code in (200, 303)  # a line leads into the conversation
        assert (await client.get(path.replace("ana", "ben"))).status_code in (403, 422)
        assert (await client.get(path.replace("ana", "nobody"))).status_code == 404
    await block(house, ANA, BEN)
    for path in GETS:
        assert (await client.get(path)).status_code == 404
    for path in POSTS:
        assert (await send(client, "/@cleo/us", f"/@ana/{path}")).status_code == 404
        assert (await send(client, "/@cleo/us", f"/@nobody/{path}")).status_code == 404
    assert (await send(client, "/@cleo/us", "/@cleo/us/relations/enemy/confirm")).status_code == 404
    assert (await client.post("/@cleo/us/hope")).status_code == 403  # unsigned


async def test_a_passer_by_is_asked_to_sign_in(house: House, client: httpx.AsyncClient) -> None:
    """And sees nothing of anybody's ties on a page."""
    assert "us-short" not in await _open(client, "/@ana")
    for path in GETS:
        assert (await client.get(path)).status_code in (302, 303, 401)


async def test_a_page_of_two_costs_the_same_however_long_they_wrote(house: House, client: httpx.AsyncClient) -> None:
    """Statements do not grow with what was said."""
    await sign_in(house, client, BEN)
    await client.get("/@ana/us")
    counts = []
    for many in (2, 12):
        for number in range(many):
            post = await say(house, ANA, f"@ben {number} of {many}", audience="mentioned")
            answer = await say(house, BEN, f"@ana yes, {number} of {many}", audience="mentioned", reply_to=post)
            for person, liked in ((BEN, post), (ANA, answer)):
                async with house.work(actor=person) as work:
                    await like(work, liked.id)
        await client.get("/@ana/us")
        before = house.database.statements
        assert (await client.get("/@ana/us")).status_code == 200
        counts.append(house.database.statements - before)
    assert counts[0] == counts[1]
    assert counts[1] <= 40


async def test_a_mark_goes_with_either_of_the_two(house: House, client: httpx.AsyncClient) -> None:
    """Whoever leaves leaves none behind."""
    await sign_in(house, client, BEN)
    await send(client, "/@ana/us", "/@ana/us/settled")
    await send(client, "/@cleo/us", "/@cleo/us/settled")

    async def marked() -> list[bool]:
        async with house.reading() as work:
            return [(await find_mark(work.db, BEN, other)).settled_at is not None for other in (ANA, CLEO)]

    assert await marked() == [True, True]
    async with house.work() as work:
        work.tell(Left(account_id=ANA))
    await run_everything_due(house)
    assert await marked() == [False, True]
