"""What goes between people and the owners of their server, with Mastodon.py: reports, announcements, papers."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Timer
from typing import Any

import httpx
import pytest
from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError

from tests.clients.conftest import PASSWORD, People
from tests.clients.test_mastodon_py import Heard, eventually


@pytest.fixture
def anna(people: People) -> Any:
    """Anna's script: she owns the server."""
    return Mastodon(access_token=people.tokens["anna"], api_base_url=people.url)


@pytest.fixture
def bela(people: People) -> Any:
    """Bela's."""
    return Mastodon(access_token=people.tokens["bela"], api_base_url=people.url)


@pytest.fixture
def cleo(people: People) -> Any:
    """Cleo's."""
    return Mastodon(access_token=people.tokens["cleo"], api_base_url=people.url)


class Pages:
    """Anna's browser."""

    def __init__(self, people: People) -> None:
        self._client = httpx.Client(base_url=people.url, timeout=30)
        self.send("/sign-in", "/sign-in", who="anna", password=PASSWORD.strip())

    def send(self, page: str, path: str, **fields: str) -> None:
        """Open a page and send its form."""
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', self._client.get(page).text)
        assert token
        answer = self._client.post(path, data={"csrf": token[1], **fields})
        assert answer.status_code == 303, answer.text

    def close(self) -> None:
        """Close it."""
        self._client.close()


@pytest.fixture
def pages(people: People) -> Iterator[Pages]:
    """What Anna does where no app can."""
    pages = Pages(people)
    yield pages
    pages.close()


class EverythingHeard(Heard):
    """Keeps what is announced, too."""

    def on_announcement(self, announcement: Any) -> None:
        self.all.put(("announcement", announcement))

    def on_announcement_reaction(self, reaction: Any) -> None:
        self.all.put(("announcement.reaction", reaction))

    def on_announcement_delete(self, announcement_id: Any) -> None:
        self.all.put(("announcement.delete", announcement_id))


def test_the_owner_hears_of_a_report(anna: Any, bela: Any, cleo: Any) -> None:
    """What is named in it, and that whoever is reported hears nothing."""
    post = bela.status_post("Buy my soap!")
    made = cleo.report(bela.me().id, [post.id], "Soap again", category="spam")
    assert (made.category, made.comment, made.action_taken) == ("spam", "Soap again", False)
    assert [str(one) for one in made.status_ids] == [str(post.id)]
    told = eventually(lambda: [one for one in anna.notifications(types=["admin.report"]) if one.report.id == made.id])
    assert told[0].account.acct == "cleo"
    assert told[0].report.target_account.acct == "bela"
    assert bela.notifications(types=["admin.report"]) == []
    with pytest.raises(MastodonNotFoundError):
        cleo.report(1, [post.id])
    with pytest.raises(MastodonAPIError):
        cleo.report(cleo.me().id)


def test_an_announcement_comes_to_everybody(pages: Pages, bela: Any, cleo: Any) -> None:
    """It is heard live, read, reacted to, dismissed, and ends."""
    pen = "/owner/announcements"

    heard = EverythingHeard()
    stream = bela.stream_user(heard, run_async=True)
    try:
        pages.send(pen, pen, text="Tea at five. #tea")
        [announced] = eventually(cleo.announcements)
        assert announced.tags[0]["name"] == "tea"
        cleo.announcement_reaction_create(announced.id, "👍")
        with pytest.raises(MastodonAPIError):
            cleo.announcement_reaction_create(announced.id, "soap")
        [again] = cleo.announcements()
        assert [(one.name, one.count, one.me) for one in again.reactions] == [("👍", 1, True)]
        cleo.announcement_dismiss(announced.id)
        assert cleo.announcements()[0].read
        cleo.announcement_reaction_delete(announced.id, "👍")
        pages.send(pen, f"{pen}/{announced.id}/delete")
        assert cleo.announcements() == []
        wanted = ["announcement", "announcement.reaction", "announcement.reaction", "announcement.delete"]
        told = []
        while len(told) < len(wanted):
            event, _what = heard.next()
            told += [event] if event.startswith("announcement") else []
        assert sorted(told) == sorted(wanted)
    finally:
        Timer(0.3, lambda: bela.status_post("And that was all.")).start()  # its reader sees the end with the next thing
        stream.close()


def test_what_the_owner_promises_and_asks(pages: Pages, people: People, bela: Any) -> None:
    """The policy, the terms in two versions, and the languages to write in."""
    later = (datetime.now(UTC) + timedelta(days=30)).date()
    pages.send("/owner/privacy", "/owner/privacy", text="# What we keep\nLittle.")
    pages.send("/owner/terms", "/owner/terms", text="Be kind.")
    pages.send("/owner/terms", "/owner/terms", text="Be kinder.", effective_on=later.isoformat())
    policy = httpx.get(f"{people.url}/api/v1/instance/privacy_policy", timeout=30).json()
    assert policy["content"] == "<h2>What we keep</h2><p>Little.</p>"
    terms = bela.instance_terms_of_service()
    assert (terms.content, terms.effective, terms.succeeded_by.date()) == ("<p>Be kind.</p>", True, later)
    assert httpx.get(f"{people.url}/api/v1/instance/terms_of_service/{later}", timeout=30).json()["effective"] is False
    assert "eo" in {one.code for one in bela.instance_languages()}
