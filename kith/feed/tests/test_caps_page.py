"""Caps and the pace on the pages: from a card in two taps, with and without script, and back again."""

import re

import httpx
import pytest

from kith.base.core.ids import ID_MAX, Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.feed import Cursor, fair_home, look_anew, mark_seen
from kith.feed.actions import earlier_folds
from kith.feed.web.pacing import COOKIE
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow, gather_cast, say, send, sign_in
from kith.topics import declare
from tests.clock import TestClock

HTML = {"accept": "text/html"}
HERE = "/settings/taking-in"
_SCORE = Statement("""
    INSERT INTO topic_scores (author_id, post_id, model, scores)
    VALUES (%(author_id)s, %(post_id)s, 'test', '{"sport": 0.99}')
""")


@pytest.fixture(autouse=True)
async def _cast(house: House, client: httpx.AsyncClient) -> None:
    await gather_cast(house)
    await follow(house, BEN, CLEO)
    await sign_in(house, client, BEN)


async def _page(client: httpx.AsyncClient, path: str = "/", status: int = 200) -> str:
    answer = await client.get(path, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer.text


async def _match(house: House, text: str) -> None:
    post = await say(house, ANA, text)
    async with house.work(actor=ANA) as work:
        await declare(work, post.id, "sport", about=True)


async def test_less_of_this_from_a_card_and_back(house: House, client: httpx.AsyncClient) -> None:
    """Without script: the menu's button leads to the list, where the new cap stands with its way back."""
    post = await say(house, ANA, "Bread")
    home = await _page(client)
    assert "Less of this" in home
    assert "Only the newest from Ana" in home
    sent = await send(client, "/", f"/posts/{post.id}/less")
    assert sent.status_code == 303
    assert sent.headers["location"].startswith(f"{HERE}#cap-")
    listed = await _page(client, HERE)
    assert "At most 3 a week from Ana" in listed
    undo = re.search(r'action="(/settings/taking-in/caps/\d+/delete)"', listed)
    assert undo
    await send(client, HERE, undo[1])
    assert "At most 3 a week" not in await _page(client, HERE)
    assert (await send(client, HERE, undo[1])).status_code == 404


async def test_less_about_this_from_everyone(house: House, client: httpx.AsyncClient) -> None:
    """Its topic is capped, whoever writes; where nobody knows what it is about, the reader is asked."""
    sport, bread = await say(house, ANA, "Goal"), await say(house, ANA, "Bread")
    async with house.work(actor=ANA) as work:
        await declare(work, sport.id, "sport", about=True)
    assert "Less about this, from everyone" in await _page(client)
    asked = await send(client, "/", f"/posts/{bread.id}/less", how="everyone")
    assert asked.headers["location"] == f"/posts/{bread.id}/less?whom=everyone"
    shown = await _page(client, asked.headers["location"])
    assert re.search(r'name="whom" value="everyone"[^>]*checked', shown)
    await send(client, "/", f"/posts/{sport.id}/less", how="everyone")
    listed = await _page(client, HERE)
    assert "At most 3 a week about “Sport”" in listed
    assert "from Ana" not in listed
    await send(client, "/", f"/posts/{sport.id}/less", how="everyone")
    assert "At most 1 a week about “Sport”" in await _page(client, HERE)


async def test_with_script_the_card_gives_way_to_what_holds_now(house: House, client: httpx.AsyncClient) -> None:
    """In its place, with the way back, one step more, and the rest of the choices."""
    post = await say(house, ANA, "Bread")
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', await _page(client))
    assert token
    answer = await client.post(
        f"/posts/{post.id}/less",
        data={"csrf": token[1], "how": "newest"},
        headers={"hx-request": "true", "referer": "http://kith.test/"},
    )
    assert answer.status_code == 200
    assert "Only the newest from Ana." in answer.text
    assert "Take it back" in answer.text
    assert "<html" not in answer.text


async def test_so_many_of_a_topic_from_everyone(house: House, client: httpx.AsyncClient) -> None:
    """Chosen on a card; what is over stands on Home by name, one tap away, and says why."""
    await _match(house, "One goal")
    await _match(house, "Two goals")
    bread = await say(house, CLEO, "Bread")
    await send(
        client,
        f"/posts/{bread.id}/less",
        f"/posts/{bread.id}/less",
        how="number",
        whom="everyone",
        topic="sport",
        posts_a_week="0",
    )
    home = await _page(client)
    assert "Sport: 2 posts by Ana" in home
    assert "One goal" not in home
    url = re.search(r'href="(/home/over\?[^"]*)"', home)
    assert url
    fold = await _page(client, url[1].replace("&amp;", "&"))
    assert "One goal" in fold
    assert "Its author says this is about “Sport”." in fold
    assert "/home/about/" not in fold  # their author's own word stands: there is nothing to correct


async def test_a_cap_on_one_person_says_nothing_in_the_fold_of_another(house: House, client: httpx.AsyncClient) -> None:
    """Whose cap it is decides what is said, not only what it is about."""
    await _match(house, "One goal")
    path = f"/home/fold/{ANA}"
    for whose, said in ((await say(house, CLEO, "Bread"), 0), (await say(house, ANA, "Tea"), 1)):
        less = f"/posts/{whose.id}/less"
        await send(client, less, less, how="number", whom="author", topic="sport", posts_a_week="0")
        assert (await _page(client, path)).count("Its author says this is about “Sport”.") == said


async def test_an_author_without_a_promise_is_taken_at_their_word(house: House, client: httpx.AsyncClient) -> None:
    """What a fold says of an author is so whether they promised anything or not: it tells nothing of promises."""
    bread = await say(house, ANA, "Bread")
    for about in ("yes", "back"):
        await sign_in(house, client, ANA)
        page = f"/posts/{bread.id}/about"
        assert (await send(client, page, page, topic="sport", about=about)).status_code == 303
        await sign_in(house, client, BEN)
        await send(
            client, "/", f"/posts/{bread.id}/less", how="number", whom="everyone", topic="sport", posts_a_week="0"
        )
        async with house.work(actor=BEN) as work:
            await look_anew(work)
        folded = re.search(r'href="(/home/over\?[^"]*)"', await _page(client))
        assert (folded is not None) is (about == "yes")
        if folded:
            assert "Its author says this is about “Sport”." in await _page(client, folded[1].replace("&amp;", "&"))


async def test_a_fold_below_a_card_says_why_and_can_be_corrected(house: House, client: httpx.AsyncClient) -> None:
    """As in the fold of the topic itself: what is over may be below somebody's card, too."""
    bread = await say(house, ANA, "Bread")
    await _match(house, "One goal")
    path = f"/home/fold/{ANA}"
    assert "about “Sport”" not in await _page(client, path)
    await send(
        client,
        f"/posts/{bread.id}/less",
        f"/posts/{bread.id}/less",
        how="number",
        whom="everyone",
        topic="sport",
        posts_a_week="1",
    )
    fold = await _page(client, path)
    assert fold.count("Its author says this is about “Sport”.") == 1
    assert "/home/about/" not in fold  # their author's own word stands
    found = await say(house, ANA, "Two goals")
    assert (await send(client, path, f"/home/about/{found.id}", topic="sport", about="yes")).status_code in (200, 303)
    fold = await _page(client, path)
    assert "You said this is about “Sport”." in fold
    assert (await send(client, path, f"/home/about/{found.id}", topic="sport", about="no")).status_code in (200, 303)
    assert "You said this is about" not in await _page(client, path)


async def test_what_is_not_there_is_not_there(house: House, client: httpx.AsyncClient) -> None:
    """One's own posts, those of others that one may not see, folds that no cap made."""
    own, letter = await say(house, BEN, "Mine"), await say(house, ANA, "@cleo only you", audience="mentioned")
    for post in (own, letter):
        await _page(client, f"/posts/{post.id}/less", 404)
        assert (await send(client, HERE, f"/posts/{post.id}/less")).status_code == 404
    await _page(client, "/home/over?topic=sport", 404)
    await _page(client, "/posts/99/less", 404)
    assert (await send(client, HERE, f"{HERE}/caps", topic="", handle="", posts_a_week="3")).status_code == 422
    assert (await send(client, HERE, f"{HERE}/caps", topic="", handle="nobody", posts_a_week="3")).status_code == 422
    assert (await send(client, HERE, f"{HERE}/caps", topic="sport", posts_a_week="99")).status_code == 422
    assert (await send(client, HERE, f"{HERE}/pace", comes="once", first="25:00")).status_code == 422
    assert (await send(client, HERE, f"{HERE}/pace", comes="twice", first="08:00", second="08:00")).status_code == 422


async def test_a_break_ends_on_monday_by_itself(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """It is listed with its end, and they are heard again though nobody did anything."""
    post = await say(house, ANA, "Bread")
    sent = await send(client, f"/posts/{post.id}/less", f"/posts/{post.id}/break")
    assert sent.headers["location"] == f"{HERE}#breaks"
    assert "Hear them again" in await _page(client, HERE)
    assert "Bread" not in await _page(client)
    clock.tick(days=7)
    assert "Hear them again" not in await _page(client, HERE)
    await say(house, ANA, "Bread again")
    assert "Bread again" in await _page(client, "/")


async def test_home_asks_whether_it_is_enough(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Once the time is over, which the browser alone counts; one tap goes on, and tomorrow is another day."""
    clock.tick(hours=(24 + 9 - clock().hour) % 24)
    await say(house, ANA, "Bread")
    assert COOKIE not in client.cookies
    await send(client, HERE, f"{HERE}/pace", minutes="10")
    for _minute in range(5):
        assert "Bread" in await _page(client)
        clock.tick(minutes=2)
    clock.tick(minutes=30)  # away: not read
    assert "Bread" in await _page(client)
    for _minute in range(2):
        clock.tick(minutes=1, seconds=30)
        text = await _page(client)
    assert "Enough for today?" in text
    await send(client, "/", "/home/go-on")
    assert "Enough for today?" not in await _page(client)
    clock.tick(days=1)
    assert "Enough for today?" not in await _page(client)
    client.cookies.delete(COOKIE)
    client.cookies.set(COOKIE, "nonsense.1.2")
    assert "Enough for today?" not in await _page(client)


async def test_home_that_comes_once_a_day_is_not_live(house: House, client: httpx.AsyncClient) -> None:
    """No pill calls in between, and the page says when it comes."""
    assert 'data-live="home"' in await _page(client)
    await send(client, HERE, f"{HERE}/pace", comes="once", first="08:00")
    home = await _page(client)
    assert 'data-live="home"' not in home
    assert "Home comes again t" in home
    await send(client, HERE, f"{HERE}/pace", comes="always")
    assert 'data-live="home"' in await _page(client)


async def test_earlier_goes_on_past_fifty_people(house: House, client: httpx.AsyncClient) -> None:
    """The list says where, and a page of its own has the rest."""
    await say(house, ANA, "Bread")
    await say(house, CLEO, "Cheese")
    text = await _page(client, "/home/earlier?below=1")
    assert "That is all of it." in text
    await _page(client, "/home/earlier?below=x&sitting=y")


async def test_nobody_else_finds_a_trace_of_caps(house: House, client: httpx.AsyncClient) -> None:
    """What their author, and another reader, is shown is the same, and costs the same statements."""
    await follow(house, DAN, ANA)
    post = await say(house, ANA, "Bread")
    paths = ("/@ana", f"/@ana/{post.id}", f"/@ana/{post.id}/likes", "/", "/notices", "/people/followers")
    await _seen_by(house, client, paths)  # what is the same for everybody is kept from then on
    before = await _seen_by(house, client, paths)
    await sign_in(house, client, BEN)
    await send(client, "/", f"/posts/{post.id}/less")
    await send(client, f"/posts/{post.id}/less", f"/posts/{post.id}/less", how="newest")
    assert await _seen_by(house, client, paths) == before


async def _seen_by(house: House, client: httpx.AsyncClient, paths: tuple[str, ...]) -> list[tuple[str, int]]:
    """Give what these people read on these pages, and how many statements each took."""
    seen = []
    for person in (ANA, DAN):
        await sign_in(house, client, person)
        for path in paths:
            asked = house.database.statements
            text = re.sub(r"<[^>]*>", "", (await client.get(path, headers=HTML)).text)
            seen.append((text, house.database.statements - asked))
    return seen


async def test_a_machines_word_is_called_one_and_one_tap_corrects_it(house: House, client: httpx.AsyncClient) -> None:
    """The card says that we think so; "No, it is not" holds for good, and for this reader alone."""
    post = await say(house, ANA, "We won (the raffle)")
    async with house.work() as work:
        await work.db.run(_SCORE, author_id=ANA, post_id=post.id)
    await send(client, HERE, f"{HERE}/caps", topic="sport", posts_a_week="0")
    assert "Sport: 1 post by Ana" in await _page(client)
    fold = await _page(client, "/home/over?topic=sport")
    assert "We think this is about “Sport”." in fold
    assert "No, it is not" in fold
    await send(client, "/home/over?topic=sport", f"/home/about/{post.id}", topic="sport")
    another = await say(house, ANA, "We won again (at cards)")
    async with house.work() as work:
        await work.db.run(_SCORE, author_id=ANA, post_id=another.id)
    await _page(client, "/home/over?topic=sport")
    answer = await client.post(
        f"/home/about/{another.id}", data={"csrf": _csrf(fold), "topic": "sport"}, headers={"hx-request": "true"}
    )
    assert "For you it is not, from now on." in answer.text
    assert "Sport: 1 post" not in await _page(client)
    assert (await send(client, HERE, "/home/about/99", topic="sport")).status_code == 404


async def test_newest_first_a_guess_is_corrected_in_its_place(house: House, client: httpx.AsyncClient) -> None:
    """What a cap folds there is called what one takes in, no filter; behind it stands "No, it is not"."""
    post = await say(house, ANA, "We won (the raffle)")
    async with house.work() as work:
        await work.db.run(_SCORE, author_id=ANA, post_id=post.id)
    await send(client, HERE, f"{HERE}/caps", topic="sport", posts_a_week="0")
    await send(client, "/", "/home/order", order="newest")
    home = await _page(client)
    assert "What you take in: " in home
    assert "(we think it is)" in home
    assert "Your filter" not in home
    assert f'action="/home/about/{post.id}"' in home
    await send(client, "/", f"/home/about/{post.id}", topic="sport")
    assert "What you take in: " not in await _page(client)


def _csrf(text: str) -> str:
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', text)
    assert token
    return token[1]


async def test_each_of_those_passed_by_is_on_one_page(house: House, client: httpx.AsyncClient) -> None:
    """However long the list: a part ends with where the next begins, and nobody is on two, or on none."""
    await follow(house, BEN, DAN)
    for person in (ANA, CLEO, DAN):
        for words in ("Bread", "Butter"):
            await say(house, person, words)
    async with house.work(actor=BEN) as work:
        piece = await fair_home(work, None, zone="UTC")
        await mark_seen(work, Cursor(sitting_id=piece.sitting.id, index=len(piece.seats)))
        await look_anew(work)
    seen, below = [], Id(ID_MAX)
    async with house.work(actor=BEN) as work:
        sitting = (await fair_home(work, None, zone="UTC")).sitting
        while below:
            part = await earlier_folds(work, sitting, below=below, limit=2)
            seen += [one.author.id for one in part.folds]
            below = part.older_than or Id(0)
    assert seen == [DAN, CLEO, ANA]
    assert "1 from Ana" in await _page(client, f"/home/earlier?sitting={sitting.id}")
