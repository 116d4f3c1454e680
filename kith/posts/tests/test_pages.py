"""The pages of posts, through HTTP and without script."""

import re
from datetime import timedelta

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.posts import bookmark, edit, like, pin, publish, repost, save_draft
from kith.posts.model import Audience, PollWish, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, block, follow, gather_cast, say, send, sign_in
from tests.clock import TestClock

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def _id_in(location: str) -> Id:
    return Id(int(location.rpartition("/")[2]))


async def test_every_page_opens_empty_and_full(house: House, client: httpx.AsyncClient) -> None:
    """An empty one says what belongs there."""
    await gather_cast(house)
    await sign_in(house, client, BEN)
    paths = ["/write", "/drafts", "/bookmarks", "/likes", "/public", "/tags/tea", "/@ben", "/@ana/replies"]
    for path in paths:
        assert (await client.get(path)).status_code == 200, path
    post = await say(house, ANA, "#tea at four, @ben?")
    answer = await say(house, BEN, "Yes, #tea!", reply_to=post)
    async with house.work(actor=BEN) as work:
        await like(work, post.id)
        await bookmark(work, post.id)
        await repost(work, post.id)
        await save_draft(work, Words(text="Later.", poll=PollWish(options=("a", "b"), lasts_s=3600)))
        await pin(work, answer.id)
        await edit(work, answer.id, Words(text="Yes, #tea, gladly!"))
    thread = f"/@ana/{post.id}"
    paths += [thread, f"{thread}/history", f"{thread}/likes", f"{thread}/reposts", f"/@ben/{answer.id}/history"]
    paths += [f"/posts/{answer.id}/edit", f"/posts/{answer.id}/delete", f"/write?reply_to={post.id}", "/@ana/pictures"]
    for path in paths:
        opened = await client.get(path)
        assert opened.status_code == 200, path
        assert "Undefined" not in opened.text


async def test_passers_by_see_what_is_for_everyone(house: House, client: httpx.AsyncClient) -> None:
    """The thread, the person, the square; and no door to what needs a name."""
    await gather_cast(house)
    post = await say(house, ANA, "Good morning, village.")
    for path in (f"/@ana/{post.id}", "/@ana", "/public"):
        opened = await client.get(path)
        assert opened.status_code == 200
        assert "Good morning, village." in opened.text
    for path in ("/write", "/drafts", "/bookmarks", f"/posts/{post.id}/edit"):
        assert (await client.get(path)).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("audience", ["followers", "mentioned"])
async def test_what_is_not_for_you_is_not_there(house: House, client: httpx.AsyncClient, audience: Audience) -> None:
    """On every page, in every list and for every deed it looks like what never was."""
    await gather_cast(house)
    post = await say(house, ANA, "A #secret between us.", audience=audience)
    await sign_in(house, client, CLEO)
    absent = 999
    for path in ("/@ana/{id}", "/@ana/{id}/history", "/@ana/{id}/likes", "/posts/{id}", "/write?reply_to={id}"):
        hidden = await client.get(path.format(id=post.id))
        assert hidden.status_code == 404
        assert _plain(hidden.text) == _plain((await client.get(path.format(id=absent))).text)
    for path in ("/@ana", "/public", "/tags/secret"):
        assert "A #" not in (await client.get(path)).text
    for deed in ("like", "repost", "bookmark", "pin", "mute", "votes", "edit", "delete"):
        assert (await send(client, "/write", f"/posts/{post.id}/{deed}", text="x")).status_code == 404


def _plain(html: str) -> str:
    """Without the number that was asked for, and the signatures that are new on every page."""
    return re.sub(r"[0-9a-f]{64}|/@ana/\d+|reply_to=\d+|/posts/\d+", "", html)


async def test_writing_without_script(house: House, client: httpx.AsyncClient) -> None:
    """The form, then the post's own page; twice the same form makes one post."""
    await gather_cast(house)
    await sign_in(house, client, ANA)
    fields = {"text": "Bread is ready.", "once": "k1", "audience": "everyone", "language": "en"}
    sent = await send(client, "/write", "/write", **fields)
    assert sent.status_code == 303
    again = await send(client, "/write", "/write", **fields)
    assert again.headers["location"] == sent.headers["location"]
    assert "Bread is ready." in (await client.get(sent.headers["location"])).text


async def test_a_form_that_does_not_fit_comes_back_whole(house: House, client: httpx.AsyncClient) -> None:
    """With what was wrong, every word, the picture, and nothing published."""
    await gather_cast(house)
    await sign_in(house, client, ANA)
    sent = await send(
        client,
        "/write",
        "/write",
        text="x" * 5001,
        warning="Long",
        once="k1",
        **{"poll[options][]": ["Tea", "Coffee"], "pictures[0][alt]": "A loaf"},
        files={"pictures[0][file]": ("bread.png", PICTURE, "image/png")},
    )
    assert sent.status_code == 422
    for kept in ("x" * 5001, 'value="Long"', 'value="Tea"', "A loaf", 'role="alert"'):
        assert kept in sent.text
    picture = re.search(r'name="pictures\[0\]\[id\]" value="(\d+)"', sent.text)
    assert picture
    fields = {"text": "Shorter.", "once": "k1", "pictures[0][id]": picture[1], "pictures[0][alt]": "A loaf"}
    retried = await send(client, "/write", "/write", **fields)
    assert retried.status_code == 303
    shown = await client.get(retried.headers["location"])
    assert 'alt="A loaf"' in shown.text


async def test_somebody_elses_picture_is_not_mine_to_post(house: House, client: httpx.AsyncClient) -> None:
    """An id that was guessed opens nothing, and its words are not changed."""
    await gather_cast(house)
    await sign_in(house, client, ANA)
    files = {"pictures[0][file]": ("bread.png", PICTURE, "image/png")}
    kept = await send(client, "/write", "/write", text="", act="draft", **{"pictures[0][alt]": "Mine"}, files=files)
    assert kept.status_code == 303
    form = await client.get(re.search(r"/write\?draft=\d+", (await client.get("/drafts")).text)[0])  # type: ignore[index]
    picture = re.search(r'name="pictures\[0\]\[id\]" value="(\d+)"', form.text)
    assert picture
    await sign_in(house, client, BEN)
    stolen = await send(client, "/write", "/write", text="Look!", **{"pictures[0][id]": picture[1]})
    assert stolen.status_code == 422


async def test_deeds_without_script_lead_back_and_with_script_answer_with_the_row(
    house: House, client: httpx.AsyncClient
) -> None:
    """A form of one button either way."""
    await gather_cast(house)
    post = await say(house, ANA, "Hello.")
    await sign_in(house, client, BEN)
    page = f"/@ana/{post.id}"
    for deed in ("like", "repost", "bookmark", "mute"):
        done = await send(client, page, f"/posts/{post.id}/{deed}")
        assert (done.status_code, done.headers["location"]) == (303, f"{page}#post-{post.id}")
        assert f"/posts/{post.id}/un{deed}" in (await client.get(page)).text
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get(page)).text)
    assert token
    row = await client.post(f"/posts/{post.id}/unlike", data={"csrf": token[1]}, headers={"hx-request": "true"})
    assert row.text.strip().startswith("<footer")
    assert f"/posts/{post.id}/like" in row.text


async def test_voting_without_script(house: House, client: httpx.AsyncClient) -> None:
    """The card then shows the outcome."""
    await gather_cast(house)
    async with house.work(actor=ANA) as work:
        post = await publish(work, Words(text="Which?", poll=PollWish(options=("Tea", "Coffee"), lasts_s=3600)))
    await sign_in(house, client, BEN)
    page = f"/@ana/{post.id}"
    assert (await send(client, page, f"/posts/{post.id}/votes")).status_code == 422
    assert (await send(client, page, f"/posts/{post.id}/votes", **{"choices[]": "9"})).status_code == 422
    assert (await send(client, page, f"/posts/{post.id}/votes", **{"choices[]": "0"})).status_code == 303
    assert "100 %" in (await client.get(page)).text


async def test_two_windows_that_edit_keep_both_texts(house: House, client: httpx.AsyncClient) -> None:
    """The second is told, sees both, and may save again."""
    await gather_cast(house)
    post = await say(house, ANA, "First.")
    await sign_in(house, client, ANA)
    path = f"/posts/{post.id}/edit"
    assert (await send(client, path, path, text="From the phone.", version="1")).status_code == 303
    refused = await send(client, path, path, text="From the desk.", version="1")
    assert refused.status_code == 422
    assert "From the phone." in refused.text
    assert "From the desk." in refused.text
    assert 'name="version" value="2"' in refused.text
    assert (await send(client, path, path, text="From the desk.", version="2")).status_code == 303
    history = await client.get(f"/@ana/{post.id}/history")
    for said in ("First.", "From the phone.", "From the desk."):
        assert said in history.text


async def test_deleting_asks_first(house: House, client: httpx.AsyncClient) -> None:
    """Then it is gone, for its author too."""
    await gather_cast(house)
    post = await say(house, ANA, "Oh no.")
    await sign_in(house, client, ANA)
    path = f"/posts/{post.id}/delete"
    assert "Oh no." in (await client.get(path)).text
    assert (await send(client, path, path)).headers["location"] == "/@ana"
    assert (await client.get(f"/@ana/{post.id}")).status_code == 404


async def test_drafts_are_kept_sent_and_thrown_away(house: House, client: httpx.AsyncClient) -> None:
    """Each by a form; another's is not there."""
    await gather_cast(house)
    await sign_in(house, client, ANA)
    assert (await send(client, "/write", "/write", text="Not yet.", act="draft")).headers["location"] == "/drafts"
    drafts = (await client.get("/drafts")).text
    draft_id = re.search(r"/write\?draft=(\d+)", drafts)
    assert draft_id
    form = await client.get(draft_id[0])
    assert "Not yet." in form.text
    sent = await send(client, draft_id[0], "/write", text="Now.", draft_id=draft_id[1], once="k")
    assert "Now." in (await client.get(sent.headers["location"])).text
    assert draft_id[0] not in (await client.get("/drafts")).text
    async with house.work(actor=BEN) as work:
        other = await save_draft(work, Words(text="Ben's."))
    for path in (f"/drafts/{other.id}/publish", f"/drafts/{other.id}/delete"):
        assert (await send(client, "/write", path)).status_code == 404
    assert (await client.get(f"/write?draft={other.id}")).status_code == 404


async def test_a_time_is_the_writers_own_clock(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """What cannot be read as a time is said, and the words stay."""
    await gather_cast(house)
    await sign_in(house, client, ANA)
    wrong = await send(client, "/write", "/write", text="Later!", act="schedule", publish_at="soon")
    assert wrong.status_code == 422
    assert "Later!" in wrong.text
    later = (clock() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    right = await send(client, "/write", "/write", text="Later!", act="schedule", publish_at=later)
    assert right.headers["location"] == "/drafts"
    assert "Later!" in (await client.get("/drafts")).text


async def test_only_what_is_for_everyone_tells_other_sites_about_itself(
    house: House, client: httpx.AsyncClient
) -> None:
    """And search engines keep away from what is unlisted; a warning keeps its secret."""
    await gather_cast(house)
    await follow(house, CLEO, ANA)
    await sign_in(house, client, CLEO)
    public = await client.get(f"/@ana/{(await say(house, ANA, 'For all.')).id}")
    unlisted = await client.get(f"/@ana/{(await say(house, ANA, 'Quietly.', audience='unlisted')).id}")
    private = await client.get(f"/@ana/{(await say(house, ANA, 'Among us.', audience='followers')).id}")
    async with house.work(actor=ANA) as work:
        warned_id = (await publish(work, Words(text="He dies.", warning="The film's end"))).id
    warned = await client.get(f"/@ana/{warned_id}")
    assert 'og:description" content="For all."' in public.text
    assert "noindex" not in public.text
    assert "noindex" in unlisted.text
    assert "og:" not in private.text
    assert 'og:description" content="The film' in warned.text


async def test_blocking_empties_the_page(house: House, client: httpx.AsyncClient) -> None:
    """Of each for the other."""
    await gather_cast(house)
    post = await say(house, ANA, "Hello.")
    await block(house, ANA, BEN)
    await sign_in(house, client, BEN)
    assert (await client.get("/@ana")).status_code == 404
    assert (await client.get(f"/@ana/{post.id}")).status_code == 404
    assert "Hello." not in (await client.get("/public")).text


async def test_an_address_with_another_handle_leads_to_the_right_one(house: House, client: httpx.AsyncClient) -> None:
    """People rename nothing here, but links are typed by hand."""
    await gather_cast(house)
    post = await say(house, ANA, "Hello.")
    for path in (f"/@ben/{post.id}", f"/@ANA/{post.id}", f"/posts/{post.id}"):
        assert (await client.get(path)).headers["location"] == f"/@ana/{post.id}"


async def test_a_list_goes_on_where_it_stopped(house: House, client: httpx.AsyncClient) -> None:
    """Each post once, over several pages, to a warm end."""
    await gather_cast(house)
    for number in range(45):
        await say(house, ANA, f"Number {number}!")
    seen: list[str] = []
    path: str | None = "/@ana"
    while path:
        opened = (await client.get(path)).text
        seen += re.findall(r"Number \d+!", re.sub(r"<head>.*?</head>", "", opened, flags=re.DOTALL))
        found = re.search(r'href="(/@ana\?max_id=\d+)"', opened)
        path = found[1] if found else None
    assert seen == [f"Number {number}!" for number in reversed(range(45))]
