"""One's own profile through an app: in every form that clients send, and what it changes for others."""

import base64
import io
from typing import Any

import pytest
from PIL import Image

from kith.gateways.mastodon.tests.conftest import Apps
from kith.people import follow
from kith.posts import publish
from kith.posts.model import Words

UPDATE, PROFILE = "/api/v1/accounts/update_credentials", "/api/v1/profile"


def _picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 400), (200, 100, 30)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"fields_attributes": [{"name": "Village", "value": "Mill"}, {"name": "Sings", "value": "alto"}]}},
        {
            "json": {
                "fields_attributes": {
                    "0": {"name": "Village", "value": "Mill"},
                    "1": {"name": "Sings", "value": "alto"},
                }
            }
        },
        {
            "data": {
                "fields_attributes[0][name]": "Village",
                "fields_attributes[0][value]": "Mill",
                "fields_attributes[1][name]": "Sings",
                "fields_attributes[1][value]": "alto",
            }
        },
        {
            "content": "fields_attributes[][name]=Village&fields_attributes[][value]=Mill"
            "&fields_attributes[][name]=Sings&fields_attributes[][value]=alto",
            "headers": {"content-type": "application/x-www-form-urlencoded"},
        },
    ],
)
async def test_lines_of_a_profile_come_in_every_form(apps: Apps, sent: dict[str, Any]) -> None:
    """As a list, by number, and by order alone."""
    sent["headers"] = {"authorization": f"Bearer {apps.tokens['ana']}"} | sent.get("headers", {})
    answer = await apps.client.patch(UPDATE, **sent)
    assert answer.status_code == 200, answer.text
    told = [(one["name"], one["value"]) for one in answer.json()["source"]["fields"]]
    assert told == [("Village", "Mill"), ("Sings", "alto")]


async def test_the_rest_stays(apps: Apps) -> None:
    """What is not sent, and what is sent as null, changes nothing; switches are as they were set."""
    await apps.ask("ana", "PATCH", UPDATE, json={"note": "Bread", "locked": True, "bot": True, "indexable": False})
    told = await apps.ask("ana", "PATCH", UPDATE, json={"display_name": "Ana Berg", "locked": None})
    assert (told["display_name"], told["source"]["note"], told["locked"]) == ("Ana Berg", "Bread", True)
    assert (told["bot"], told["indexable"], told["discoverable"]) == (True, False, True)


async def test_how_one_usually_posts(apps: Apps) -> None:
    """Is what a post is that says nothing else."""
    source = {"privacy": "unlisted", "sensitive": True, "language": "pt-BR", "quote_policy": "nobody"}
    told = await apps.ask("ana", "PATCH", UPDATE, json={"source": source})
    assert {name: told["source"][name] for name in source} == source
    known = await apps.ask("ana", "GET", "/api/v1/preferences")
    assert (known["posting:default:language"], known["posting:default:sensitive"]) == ("pt-BR", True)
    made = await apps.ask("ana", "POST", "/api/v1/statuses", json={"status": "Bom dia"})
    assert (made["language"], made["visibility"], made["sensitive"]) == ("pt-BR", "unlisted", False)
    said = await apps.ask("ana", "POST", "/api/v1/statuses", json={"status": "Good day", "language": "en"})
    assert said["language"] == "en"
    await apps.ask("ana", "PATCH", UPDATE, json={"source": {"language": "no language"}}, expect=422)


async def test_pictures_are_described(apps: Apps) -> None:
    """In JSON and as a file; taken away, the drawn one stands there again and shows nothing that could be said."""
    sent = "data:image/png;base64," + base64.b64encode(_picture()).decode()
    told = await apps.ask("ana", "PATCH", PROFILE, json={"avatar": sent, "avatar_description": "Me, at the oven"})
    assert told["avatar_description"] == "Me, at the oven"
    assert told["avatar"] == told["avatar_static"]
    files = {"header": ("hills.png", _picture(), "image/png")}
    told = await apps.ask("ana", "PATCH", UPDATE, files=files, data={"header_description": "Hills"})
    assert (told["avatar_description"], told["header_description"]) == ("Me, at the oven", "Hills")
    assert 'alt="Me, at the oven"' in (await apps.client.get("/@ana")).text
    gone = await apps.ask("ana", "DELETE", "/api/v1/profile/avatar")
    assert (gone["avatar_description"], gone["header_description"]) == ("", "Hills")
    await apps.ask("ana", "DELETE", "/api/v1/profile/header")
    profile = await apps.ask("ana", "GET", PROFILE)
    assert (profile["avatar"], profile["header"], profile["header_description"]) == (None, None, "")


@pytest.mark.parametrize(
    "avatar", ["no picture", "data:image/png;base64,%%%", "data:text/plain;base64,aGk=", "data:image/png;base64,aGk="]
)
async def test_what_is_no_picture_is_refused(apps: Apps, avatar: str) -> None:
    """As bad input; what stood there stays."""
    await apps.ask("ana", "PATCH", PROFILE, json={"avatar": avatar}, expect=422)


async def test_the_profile_is_as_it_was_typed(apps: Apps) -> None:
    """With the switches of the page, and the sites that may name one."""
    sent = {
        "note": "I like #bread & tea",
        "show_media": False,
        "show_media_replies": True,
        "show_featured": False,
        "hide_collections": True,
        "attribution_domains": ["Blog.example", "news.example"],
    }
    told = await apps.ask("ana", "PATCH", PROFILE, json=sent)
    assert told == await apps.ask("ana", "GET", PROFILE)
    assert told["note"] == "I like #bread & tea"
    assert told["attribution_domains"] == ["blog.example", "news.example"]
    assert (told["show_media"], told["show_media_replies"], told["show_featured"]) == (False, True, False)
    assert (await apps.client.get("/@ana/pictures")).status_code == 404
    assert "/@ana/pictures" not in (await apps.client.get("/@ana")).text
    await apps.ask("ana", "PATCH", PROFILE, json={"attribution_domains": ["no site"]}, expect=422)
    assert (await apps.ask("ana", "PATCH", PROFILE, json={"attribution_domains": []}))["attribution_domains"] == []


async def test_ties_are_hidden_from_everybody_else(apps: Apps) -> None:
    """Also from those who follow; not from oneself."""
    ana, ben = apps.id("ana"), apps.id("ben")
    await apps.act("ben", follow, ana)
    await apps.act("ana", follow, ben)
    for name in ("following", "followers"):
        assert len(await apps.ask("ben", "GET", f"/api/v1/accounts/{ana}/{name}")) == 1
    told = await apps.ask("ana", "PATCH", UPDATE, json={"hide_collections": True})
    assert told["hide_collections"] is True
    for name in ("following", "followers"):
        assert await apps.ask("ben", "GET", f"/api/v1/accounts/{ana}/{name}") == []
        assert len(await apps.ask("ana", "GET", f"/api/v1/accounts/{ana}/{name}")) == 1
        assert (await apps.client.get(f"/@ana/{name}")).status_code == 403


async def test_words_are_searched_only_where_that_is_wished(apps: Apps) -> None:
    """Those who follow find them either way."""
    await apps.act("ana", publish, Words(text="A sourdough story"))
    search = "/api/v2/search?type=statuses&q=sourdough"
    assert len((await apps.ask("ben", "GET", search))["statuses"]) == 1
    await apps.ask("ana", "PATCH", UPDATE, json={"indexable": False})
    assert (await apps.ask("ben", "GET", search))["statuses"] == []
    assert len((await apps.ask("ana", "GET", search))["statuses"]) == 1
    await apps.act("ben", follow, apps.id("ana"))
    assert len((await apps.ask("ben", "GET", search))["statuses"]) == 1


async def test_somebody_is_read_in_some_languages(apps: Apps) -> None:
    """What is in others does not come to Home; what names none does; an empty list is every language again."""
    ana = apps.id("ana")
    for language in ("de", "pt", None):
        await apps.act("ana", publish, Words(text=f"In {language}", language=language))
    told = await apps.ask("ben", "POST", f"/api/v1/accounts/{ana}/follow", json={"languages": ["de"]})
    assert told["languages"] == ["de"]

    async def home() -> list[str | None]:
        return [one["language"] for one in await apps.ask("ben", "GET", "/api/v1/timelines/home")]

    assert await home() == [None, "de"]
    await apps.ask("ben", "POST", f"/api/v1/accounts/{ana}/follow", json={"reblogs": False})
    assert await home() == [None, "de"]
    told = await apps.ask("ben", "POST", f"/api/v1/accounts/{ana}/follow", json={"languages": []})
    assert told["languages"] is None
    assert await home() == [None, "pt", "de"]
    await apps.ask("ben", "POST", f"/api/v1/accounts/{ana}/follow", json={"languages": ["?"]}, expect=422)


async def test_who_has_no_picture_has_one_that_apps_can_show(apps: Apps) -> None:
    """No phone reads a drawing: what stands for a picture is one."""
    account = await apps.ask("ana", "GET", "/api/v1/accounts/verify_credentials")
    for name in ("avatar", "avatar_static", "header", "header_static"):
        told = await apps.client.get(account[name])
        assert (told.status_code, told.headers["content-type"]) == (200, "image/png")
