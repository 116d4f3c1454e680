"""What is for everybody: posts put into pages elsewhere, what goes on here, and the mail that confirms an address."""

import pytest

from kith.base.storage.statement import Statement
from kith.gateways.mastodon.tests.conftest import Apps
from kith.people import block
from kith.posts import publish
from kith.posts.model import Words
from tests.clock import TestClock

_EMAIL = Statement("UPDATE members SET email = 'ana@example.org', email_confirmed_at = NULL WHERE account_id = %(id)s")
_CONFIRM = Statement("UPDATE members SET email_confirmed_at = now() WHERE account_id = %(id)s")
_LETTERS = Statement("SELECT count(*) FROM letters")


async def test_a_public_post_can_be_put_into_a_page(apps: Apps) -> None:
    """As a quotation without script; its own page says where."""
    post = await apps.act("ana", publish, Words(text="Rye <b>bread</b> https://example.org"))
    url = f"http://kith.test/@ana/{post.id}"
    told = await apps.ask(None, "GET", "/api/oembed", params={"url": url, "maxwidth": "5000"})
    assert (told["type"], told["version"], told["author_url"], told["width"]) == (
        "rich",
        "1.0",
        "http://kith.test/@ana",
        1000,
    )
    assert told["html"].startswith(f'<blockquote cite="{url}">')
    assert "&lt;b&gt;bread" in told["html"]
    assert "<script" not in told["html"]
    assert "application/json+oembed" in (await apps.client.get(f"/@ana/{post.id}")).text
    assert (await apps.ask(None, "GET", "/api/oembed", params={"url": f"{url}/?from=app#top"}))["title"] == told[
        "title"
    ]


@pytest.mark.parametrize("audience", ["followers", "mentioned"])
async def test_what_is_not_for_everybody_is_not_there(apps: Apps, audience: str) -> None:
    """Not even for its author: what they take goes where everybody reads."""
    post = await apps.act("ana", publish, Words(text="Hush @ben", audience=audience))  # type: ignore[arg-type]
    await apps.ask("ana", "GET", "/api/oembed", expect=404, params={"url": f"http://kith.test/@ana/{post.id}"})


async def test_only_the_very_address_of_a_post_is_taken(apps: Apps) -> None:
    """No other server's, no other person's, no other page."""
    post = await apps.act("ana", publish, Words(text="Rye"))
    for url in (
        f"https://elsewhere.example/@ana/{post.id}", f"http://kith.test.evil/@ana/{post.id}",
        f"http://kith.test/@ben/{post.id}", "http://kith.test/@ana/1", "http://kith.test/", "http://kith.test/@ana",
    ):  # fmt: skip
        await apps.ask(None, "GET", "/api/oembed", expect=404, params={"url": url})
    await apps.ask(None, "GET", "/api/oembed", expect=422)


async def test_what_stands_behind_a_warning_stays_there(apps: Apps) -> None:
    """The warning goes out alone, and as text."""
    post = await apps.act("ana", publish, Words(text="The end of the film", warning="<i>Film</i>"))
    told = await apps.ask(None, "GET", "/api/oembed", params={"url": f"http://kith.test/@ana/{post.id}"})
    assert "&lt;i&gt;Film" in told["html"]
    assert "The end" not in told["html"]


async def test_weeks_are_counted(apps: Apps) -> None:
    """Twelve of them, the latest first: what everybody may see, who joined, who signed in."""
    await apps.act("ana", publish, Words(text="Rye"))
    await apps.act("ana", publish, Words(text="Hush", audience="followers"))
    weeks = await apps.ask(None, "GET", "/api/v1/instance/activity")
    assert len(weeks) == 12
    assert {name: weeks[0][name] for name in ("statuses", "logins", "registrations")} == {
        "statuses": "1", "logins": "2", "registrations": "2",
    }  # fmt: skip
    assert int(weeks[0]["week"]) - int(weeks[1]["week"]) == 7 * 86_400
    assert weeks[1]["statuses"] == "0"


async def test_the_servers_that_are_known(apps: Apps, clock: TestClock) -> None:
    """By the people who are known of them; asked once a minute."""
    assert await apps.ask(None, "GET", "/api/v1/instance/peers") == []
    for handle, domain in (("jo", "hav.social"), ("kim", "hav.social"), ("leo", "a.example")):
        await apps.far(handle, domain)
    clock.tick(minutes=1)
    assert await apps.ask(None, "GET", "/api/v1/instance/peers") == ["a.example", "hav.social"]


async def test_the_mail_that_confirms_comes_once_more(apps: Apps) -> None:
    """Only while something waits to be confirmed, and only to the address that is known."""
    ask = "/api/v1/emails/confirmations"
    await apps.ask("ana", "POST", ask, expect=403)
    async with apps.house.work() as work:
        await work.db.run(_EMAIL, id=apps.id("ana"))
    await apps.ask("ana", "POST", ask)
    await apps.ask("ana", "POST", ask, json={"email": "ANA@example.org"})
    await apps.ask("ana", "POST", ask, json={"email": "other@example.org"}, expect=403)
    await apps.ask("ana", "POST", ask, json={"email": "no address"}, expect=422)
    async with apps.house.work() as work:
        assert await work.db.value(_LETTERS) == 2
        await work.db.run(_CONFIRM, id=apps.id("ana"))
    await apps.ask("ana", "POST", ask, expect=403)


async def test_what_runs_in_the_background_is_not_there(apps: Apps) -> None:
    """Nothing does that one could wait for; and the server says that it lives."""
    await apps.ask("ana", "GET", "/api/v1_alpha/async_refreshes/17", expect=404)
    assert (await apps.client.get("/health")).text == "OK"
    await apps.act("ana", block, apps.id("ben"))
    assert await apps.ask("ana", "GET", f"/api/v1/accounts/{apps.id('ana')}/identity_proofs") == []
    await apps.ask("ben", "GET", f"/api/v1/accounts/{apps.id('ana')}/identity_proofs", expect=404)


@pytest.mark.parametrize("name", ["%00", "x%00", "%23"])
async def test_what_can_be_no_hashtag_is_not_there(apps: Apps, name: str) -> None:
    """For whoever asks what it is, and what was said with it; one that nobody used is empty."""
    await apps.ask(None, "GET", f"/api/v1/tags/{name}", expect=404)
    await apps.ask(None, "GET", f"/api/v1/timelines/tag/{name}", expect=404)
    assert await apps.ask(None, "GET", "/api/v1/timelines/tag/quince") == []
