"""toot, the client for the command line, with its own configuration in a folder of the test."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.clients.conftest import People
from tests.clients.test_mastodon_py import eventually, picture

TOOT = Path(__file__).parents[2] / ".venv" / "bin" / "toot"
RUN_TIMEOUT_S = 60


class Toot:
    """toot, as one person has set it up."""

    def __init__(self, people: People, name: str, folder: Path) -> None:
        host = people.url.partition("://")[2]
        app = {"base_url": people.url, "instance": host, "client_id": "unused", "client_secret": "unused"}
        user = {"instance": host, "username": name, "access_token": people.tokens[name]}
        config = {"apps": {host: app}, "users": {f"{name}@{host}": user}, "active_user": f"{name}@{host}"}
        (folder / "toot").mkdir(parents=True)
        (folder / "toot" / "config.json").write_text(json.dumps(config))
        self._environment = os.environ | {"XDG_CONFIG_HOME": str(folder), "TERM": "dumb", "COLUMNS": "200"}

    def __call__(self, *arguments: str) -> str:
        """Run it, and give what it prints."""
        done = subprocess.run(
            [TOOT, *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=RUN_TIMEOUT_S,
            check=False,
        )
        assert done.returncode == 0, f"toot {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def json(self, *arguments: str) -> object:
        """Run it, and read the JSON that it prints."""
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def anna(people: People, tmp_path: Path) -> Toot:
    """Anna's."""
    return Toot(people, "anna", tmp_path / "anna")


@pytest.fixture
def cleo(people: People, tmp_path: Path) -> Toot:
    """Cleo's."""
    return Toot(people, "cleo", tmp_path / "cleo")


def test_it_knows_where_it_is(anna: Toot) -> None:
    """The instance, and oneself."""
    assert "Kith" in anna("instance")
    assert "@anna" in anna("whoami")
    assert "@cleo" in anna("whois", "cleo")


def test_it_posts_and_answers(anna: Toot, cleo: Toot, tmp_path: Path) -> None:
    """With a picture, a warning, a poll; and what one does with a post."""
    wall = tmp_path / "wall.png"
    wall.write_bytes(picture())
    post = anna.json("post", "A wall from the command line #toot", "--media", str(wall), "--description", "orange")
    assert isinstance(post, dict)
    assert post["media_attachments"][0]["description"] == "orange"
    answer = cleo.json("post", "@anna Which one?", "--reply-to", post["id"], "--spoiler-text", "a question")
    assert isinstance(answer, dict)
    assert answer["in_reply_to_id"] == post["id"]
    poll = anna.json("post", "Tea?", "--poll-option", "yes", "--poll-option", "no", "--poll-expires-in", "1 hour")
    assert isinstance(poll, dict)
    assert len(poll["poll"]["options"]) == 2
    for deed in ("favourite", "bookmark", "reblog", "unreblog", "unbookmark", "unfavourite"):
        cleo(deed, post["id"])
    assert "Which one?" in anna("thread", post["id"])
    assert post["id"] in cleo("search", "wall command line", "--type", "statuses")
    anna("pin", post["id"])
    anna("unpin", post["id"])
    anna("delete", poll["id"])


def test_it_knows_people_and_lists(anna: Toot, cleo: Toot) -> None:
    """Following, silence, blocks, lists, timelines, notices."""
    cleo("follow", "anna")
    assert "anna" in cleo("following", "cleo")
    cleo("mute", "anna")
    assert "anna" in cleo("muted")
    cleo("unmute", "anna")
    cleo("block", "bela")
    assert "bela" in cleo("blocked")
    cleo("unblock", "bela")
    cleo("lists", "create", "Tools")
    cleo("lists", "add", "Tools", "anna")
    assert "anna" in cleo("lists", "accounts", "Tools")
    cleo("lists", "remove", "Tools", "anna")
    cleo("lists", "delete", "Tools")
    anna("post", "Seen at home")
    assert "Seen at home" in cleo("timelines", "home", "--no-pager", "--limit", "5")
    assert "Seen at home" in cleo("timelines", "public", "--no-pager", "--limit", "5")
    anna("notifications")
    anna("update-account", "--display-name", "Anna of toot")
    assert "Anna of toot" in cleo("whois", "anna")


def test_it_looks_into_every_corner(anna: Toot, cleo: Toot) -> None:
    """Hashtags, polls, requests, what one kept, and one's timelines by themselves."""
    cleo("follow", "anna")
    post = anna.json("post", "Corners #corner")
    assert isinstance(post, dict)
    assert "Corners" in cleo("status", post["id"])
    cleo("bookmark", post["id"])
    cleo("favourite", post["id"])
    cleo("reblog", post["id"])
    assert "Corners" in cleo("bookmarks")
    assert "Corners" in cleo("timelines", "favourites", "--no-pager")
    assert "Corners" in cleo("timelines", "tag", "corner", "--no-pager")
    assert "Corners" in cleo("timelines", "account", "anna", "--no-pager")
    assert "cleo" in anna("reblogged-by", post["id"])
    assert "cleo" in anna("followers", "anna")
    cleo("tags", "follow", "corner")
    assert "corner" in cleo("tags", "followed")
    assert "corner" in cleo("tags", "info", "corner")
    cleo("tags", "unfollow", "corner")
    poll = anna.json("post", "Tea?", "--poll-option", "yes", "--poll-option", "no", "--poll-expires-in", "1 hour")
    assert isinstance(poll, dict)
    assert "yes" in cleo("polls", "show", poll["poll"]["id"])
    cleo("lists", "create", "Corner")
    assert "Corner" in cleo("lists", "list")
    cleo("lists", "delete", "Corner")
    anna("follow-requests", "list")
    cleo("unfollow", "anna")


def test_it_does_what_is_left(anna: Toot, cleo: Toot, people: People, tmp_path: Path) -> None:
    """Whatever it can that the tests above have not: at a locked door, on one's profile, with options and timelines."""
    host = people.url.partition("://")[2]
    assert f"cleo@{host}" in cleo("auth")
    assert f"cleo@{host}" in cleo("activate", f"cleo@{host}")
    assert "Kith" in cleo("diag", "--server")
    wall = tmp_path / "wall.png"
    wall.write_bytes(picture())
    changes = ["--note", "I hold ladders", "--avatar", str(wall), "--header", str(wall), "--no-bot", "--discoverable"]
    changes += ["--locked", "--privacy", "unlisted", "--no-sensitive", "--language", "en"]
    me = cleo.json("update-account", *changes)
    assert isinstance(me, dict)
    assert (me["locked"], me["source"]["privacy"], me["source"]["note"]) == (True, "unlisted", "I hold ladders")
    for answer in ("reject", "accept"):
        anna("unfollow", "cleo")
        anna("follow", "cleo")
        assert "anna" in cleo("follow-requests", "list")
        cleo("follow-requests", answer, "anna")
    assert "cleo" in anna("following", "anna")
    cleo("update-account", "--no-locked", "--privacy", "public")

    uploaded = cleo.json("upload", str(wall), "--description", "orange")
    assert isinstance(uploaded, dict)
    assert uploaded["description"] == "orange"
    post = cleo.json("post", "Ladders #ladders", "--visibility", "unlisted", "--sensitive", "--language", "en")
    assert isinstance(post, dict)
    assert (post["visibility"], post["sensitive"], post["language"]) == ("unlisted", True, "en")
    reply = cleo.json("post", "And more of them", "--reply-last")
    assert isinstance(reply, dict)
    assert reply["in_reply_to_id"] == post["id"]
    cleo("post", "Later", "--scheduled-in", "1 hour")
    poll = cleo.json("post", "Which?", "--poll-option", "long", "--poll-option", "short", "--poll-multiple")
    assert isinstance(poll, dict)
    assert "long" in anna("polls", "vote", poll["poll"]["id"], "0")
    cleo("pin", post["id"])
    anna("reblog", post["id"])
    assert "anna" in cleo("reblogged-by", post["id"])

    cleo("tags", "feature", "ladders")
    assert "ladders" in cleo("tags", "featured")
    cleo("tags", "unfeature", "ladders")
    cleo("tags", "follow", "ladders")
    cleo("tags", "unfollow", "ladders")
    anna("lists", "create", "Ladders")
    anna("lists", "add", "Ladders", "cleo")
    assert "And more" in anna("timelines", "list", "Ladders", "--no-pager")
    anna("lists", "delete", "Ladders")
    anna("timelines", "link", "https://blog.example/", "--no-pager")
    anna("timelines", "trending", "--no-pager")
    assert "cleo" in anna("timelines", "public", "--no-pager", "--local")
    cleo("post", "@anna Hark!")
    assert eventually(lambda: "Hark!" in anna("notifications", "--type", "mention"))
    anna("notifications", "--clear")
    assert anna.json("notifications") == []
    anna("logout", f"anna@{host}")
    assert f"anna@{host}" not in anna("auth")
