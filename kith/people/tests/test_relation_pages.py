"""People, their profiles and what one can do with them, through HTTP and without script."""

import asyncio
import io
import re

import httpx
import pytest
from PIL import Image

from kith.base.core.errors import Busy
from kith.base.core.ids import Id
from kith.base.work import House
from kith.people.actions.blocks import block
from kith.people.actions.follows import follow
from kith.people.actions.remarks import remark
from kith.people.model import FIELDS_MAX
from kith.people.store import find_account
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act, gather, sign_in, viewer
from kith.people.web import painting

_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


async def _send(client: httpx.AsyncClient, page: str, path: str, **fields: object) -> httpx.Response:
    """Open a page, take the signature from a form on it, and send."""
    opened = await client.get(page)
    token = _TOKEN.search(opened.text)
    assert token, f"{page} has no form: {opened.status_code}"
    return await client.post(path, data={"csrf": token[1], **fields}, headers={"referer": f"http://kith.test{page}"})


@pytest.mark.parametrize(
    "path",
    [
        "/people",
        "/people/followers",
        "/people/requests",
        "/people/asked",
        "/people/muted",
        "/people/blocked",
        "/people/find",
        "/people/find?q=zzz",
        "/people?q=%25",
        "/@ana/followers",
        "/@ana/following",
        "/@ana/mute",
        "/@ana/block",
        "/@ana/note",
        "/settings/profile",
    ],
)
async def test_every_page_of_people_opens_empty_and_full(house: House, client: httpx.AsyncClient, path: str) -> None:
    """An empty one says what belongs there."""
    await gather(house)
    await sign_in(house, client, BEN)
    assert (await client.get(path)).status_code == 200
    for other in (ANA, CLEO, DAN):
        await act(house, BEN, follow, other)
        await act(house, other, follow, BEN)
    await act(house, BEN, remark, ANA, "met at the choir")
    assert (await client.get(path)).status_code == 200


async def test_following_and_leaving_without_script(house: House, client: httpx.AsyncClient) -> None:
    """A form, and back to where one was."""
    await gather(house)
    await sign_in(house, client, BEN)
    followed = await _send(client, "/people/find", "/@ana/follow")
    assert (followed.status_code, followed.headers["location"]) == (303, "/people/find")
    assert (await viewer(house, BEN)).following == (ANA,)
    await _send(client, "/people", "/@ana/unfollow")
    assert (await viewer(house, BEN)).following == ()


async def test_with_script_the_row_answers_for_itself(house: House, client: httpx.AsyncClient) -> None:
    """The answer is what one can do now, and nothing else."""
    await gather(house)
    await sign_in(house, client, BEN)
    opened = await client.get("/people/find")
    token = _TOKEN.search(opened.text)
    assert token
    answer = await client.post("/@ana/follow", data={"csrf": token[1]}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "data-ties" in answer.text
    assert "Following" in answer.text
    assert "<html" not in answer.text


async def test_a_request_is_answered_from_its_list(house: House, client: httpx.AsyncClient) -> None:
    """And everywhere else a line tells that somebody waits."""
    await gather(house, locked=(BEN,))
    await act(house, ANA, follow, BEN)
    await sign_in(house, client, BEN)
    assert "would like to follow you" in (await client.get("/people")).text
    assert "Let in" in (await client.get("/people/requests")).text
    await _send(client, "/people/requests", "/@ana/accept")
    assert (await viewer(house, ANA)).following == (BEN,)


async def test_a_mute_and_a_block_are_asked_about_first(house: House, client: httpx.AsyncClient) -> None:
    """Then they stand in their lists, from which they can be taken back."""
    await gather(house)
    await sign_in(house, client, BEN)
    await _send(client, "/@ana/mute", "/@ana/mute", length="week", notices="on")
    assert (await viewer(house, BEN)).muted == (ANA,)
    assert "Muted until" in (await client.get("/people/muted")).text

    await _send(client, "/@cleo/block", "/@cleo/block")
    assert (await viewer(house, CLEO)).hidden == (BEN,)
    assert (await client.get("/@cleo/block")).status_code == 404
    assert "Cleo" in (await client.get("/people/blocked")).text
    await _send(client, "/people/blocked", "/@cleo/unblock")
    assert (await viewer(house, CLEO)).hidden == ()


@pytest.mark.parametrize("name", ["follow", "unfollow", "accept", "remove", "mute", "block", "unblock", "note"])
async def test_who_blocked_you_answers_as_one_who_never_was(house: House, client: httpx.AsyncClient, name: str) -> None:
    """Status and words are the same, so nobody can tell."""
    await gather(house)
    await act(house, ANA, block, BEN)
    await sign_in(house, client, BEN)
    blocked = await _send(client, "/people/find", f"/@ana/{name}")
    nobody = await _send(client, "/people/find", f"/@nobody/{name}")
    assert blocked.status_code == nobody.status_code == 404
    assert _without_path(blocked.text) == _without_path(nobody.text)


def _without_path(text: str) -> str:
    return re.sub(r"@(ana|nobody)|[0-9a-f]{64}", "", text)


async def test_a_locked_profile_keeps_its_people_to_itself(house: House, client: httpx.AsyncClient) -> None:
    """Passers-by and strangers read who follows an open person, and not a locked one."""
    await gather(house, locked=(ANA,))
    assert (await client.get("/@ben/followers")).status_code == 200
    assert (await client.get("/@ana/followers")).status_code == 403
    await sign_in(house, client, ANA)
    assert (await client.get("/@ana/followers")).status_code == 200


async def test_a_note_that_is_too_long_comes_back(house: House, client: httpx.AsyncClient) -> None:
    """Nothing a person wrote is lost."""
    await gather(house)
    await sign_in(house, client, BEN)
    answer = await _send(client, "/@ana/note", "/@ana/note", text="kept? " * 500)
    assert answer.status_code == 422
    assert "kept? kept?" in answer.text
    assert (await _send(client, "/@ana/note", "/@ana/note", text="short")).status_code == 303
    assert "short" in (await client.get("/@ana/note")).text


_PROFILE = {
    "name": "Ben of the Mill",
    "bio": "Miller. See https://mill.example and @ana.",
    "pronouns": "he",
    "kind": "person",
    "field_names[]": ["Village", ""],
    "field_texts[]": ["Upper Mill", ""],
}


async def test_a_profile_is_kept(house: House, client: httpx.AsyncClient) -> None:
    """Links and names in it lead somewhere; empty lines go."""
    await gather(house)
    await sign_in(house, client, BEN)
    answer = await _send(client, "/settings/profile", "/settings/profile", **_PROFILE)
    assert answer.status_code == 303
    async with house.reading() as work:
        ben = await find_account(work.db, BEN)
    assert ben is not None
    assert (ben.name, ben.pronouns, ben.discoverable) == ("Ben of the Mill", "he", False)
    assert 'href="https://mill.example"' in ben.bio_html
    assert "http://kith.test/@ana" in ben.bio_html
    assert [(one.name, one.text) for one in ben.fields] == [("Village", "Upper Mill")]
    assert "Ben of the Mill" in (await client.get("/settings/profile")).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bio", "x" * 1001),
        ("bio", "e\u0301\u0302\u0303" * 1000),
        ("name", "x" * 61),
        ("name", "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 30),
        ("name", "Administrator"),
        ("pronouns", "x" * 41),
        ("field_texts[]", ["x" * 301]),
        ("field_names[]", ["x"] * (FIELDS_MAX + 1)),
    ],
)
async def test_what_does_not_fit_comes_back_as_it_was_typed(
    house: House, client: httpx.AsyncClient, field: str, value: object
) -> None:
    """With a word beside the field, and nothing half done."""
    await gather(house)
    await sign_in(house, client, BEN)
    sent = {**_PROFILE, field: value}
    if field == "field_names[]":
        sent["field_texts[]"] = value
    answer = await _send(client, "/settings/profile", "/settings/profile", **sent)
    assert answer.status_code == 422
    assert "Upper Mill" in answer.text or field.startswith("field")
    async with house.reading() as work:
        ben = await find_account(work.db, BEN)
    assert ben is not None
    assert ben.name == "Ben"


async def test_a_face_is_drawn_for_everybody(house: House, client: httpx.AsyncClient) -> None:
    """For any id, so that nobody learns who is here; kept by browsers, and asked about by its mark."""
    face = await client.get(f"/faces/{ANA}.svg")
    assert (face.status_code, face.headers["content-type"]) == (200, "image/svg+xml")
    assert "immutable" in face.headers["cache-control"]
    again = await client.get(f"/faces/{ANA}.svg", headers={"if-none-match": face.headers["etag"]})
    assert again.status_code == 304
    assert (await client.get(f"/faces/{ANA}/banner.svg")).status_code == 200
    assert (await client.get("/faces/x.svg")).status_code == 404
    assert (await client.get(f"/faces/{Id(2**63)}.svg")).status_code == 404


async def test_a_face_is_painted_for_apps(house: House, client: httpx.AsyncClient) -> None:
    """As a picture that every phone reads, of the size that is said, and open to web apps elsewhere."""
    for path, size in ((f"/faces/{ANA}", (256, 256)), (f"/faces/{ANA}/banner", (750, 250))):
        painted = await client.get(f"{path}.png")
        assert painted.headers["content-type"] == "image/png"
        assert painted.headers["access-control-allow-origin"] == "*"
        with Image.open(io.BytesIO(painted.content)) as picture:
            assert (picture.format, picture.size) == ("PNG", size)
            assert len(picture.convert("RGB").getcolors(70_000) or ()) > 3
    again = await client.get(f"/faces/{ANA}.png", headers={"if-none-match": painted.headers["etag"]})
    assert again.status_code == 200  # that of a banner
    again = await client.get(f"/faces/{ANA}.png", headers={"if-none-match": again.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    she, he = [(await client.get(f"/faces/{ANA}.png?as={manner}")).content for manner in ("she", "he")]
    assert she != he


async def test_whoever_has_many_banners_painted_holds_nobody_up(
    house: House, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The painter rests in between; who would wait too long is told when to come back, and is given it then."""
    with monkeypatch.context() as hasty:
        hasty.setattr(painting, "WAIT_MAX_S", 0.2)
        asked = [client.get(f"/faces/{Id(7_000_000 + each)}/banner.png") for each in range(60)]
        answers = await asyncio.gather(*asked)
    busy = [one for one in answers if one.status_code != 200]
    assert {(one.status_code, one.headers["retry-after"]) for one in busy} == {(503, "5")}
    assert 0 < len(answers) - len(busy) < 20
    assert (await client.get(f"/faces/{Id(7_000_059)}/banner.png")).status_code == 200


async def test_who_floods_the_painter_waits_behind_themself_alone(house: House, client: httpx.AsyncClient) -> None:
    """Whoever comes meanwhile, from elsewhere, is served after one more of theirs; and their line is bounded."""
    painter = painting.Painter()
    drawing = (await client.get(f"/faces/{ANA}/banner.svg")).content
    served: list[str] = []

    async def ask(asker: str, number: int) -> None:
        try:
            await painter.paint(asker, f"{asker} {number}", drawing, 64)
            served.append(asker)
        except Busy:
            served.append("nobody")

    flood = [asyncio.create_task(ask("flood", number)) for number in range(painting.OWN_MAX + 20)]
    await asyncio.sleep(0)
    others = [asyncio.create_task(ask(f"other {number}", number)) for number in range(3)]
    await asyncio.gather(*others)
    assert served.count("nobody") == 20
    assert served.count("flood") <= 1 + len(others)
    assert {"other 0", "other 1", "other 2"} <= set(served)
    for one in flood:
        one.cancel()
    await asyncio.gather(*flood, return_exceptions=True)
    assert await asyncio.wait_for(painter.paint("late", "late", drawing, 64), 5)  # those who went are passed over


@pytest.mark.parametrize(
    "path",
    [
        "/@%00/followers",
        "/@ana%00/following",
        "/@%ed%a0%80/followers",
        "/@" + "a" * 5000 + "/followers",
        "/@'; DROP TABLE accounts; --/followers",
        "/@{{7*7}}/followers",
        "/@ana@kith.test@kith.test/followers",
    ],
)
async def test_an_address_that_names_nobody_is_not_found(house: House, client: httpx.AsyncClient, path: str) -> None:
    """Whatever stands in it."""
    await gather(house)
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "x" * 50_000, "max_id=x", "max_id=-1", "q=%25_%5C", "q=\u202e", "max_id=0"]
)
async def test_a_search_takes_whatever_is_typed(house: House, client: httpx.AsyncClient, query: str) -> None:
    """With an answer, or a clear word that it does not fit."""
    await gather(house)
    await act(house, BEN, follow, ANA)
    await sign_in(house, client, BEN)
    for path in ("/people", "/people/find", "/notices"):
        assert (await client.get(f"{path}?{query}")).status_code in (200, 422)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("follow", {"reposts": "perhaps"}),
        ("mute", {"length": "aeon"}),
        ("note", {"text": "nul \0 here"}),
    ],
)
async def test_a_form_made_by_hand_is_refused(
    house: House, client: httpx.AsyncClient, name: str, fields: dict[str, str]
) -> None:
    """With a 422, and nothing done."""
    await gather(house)
    await sign_in(house, client, BEN)
    assert (await _send(client, "/people/find", f"/@ana/{name}", **fields)).status_code == 422
    assert (await viewer(house, BEN)).following == ()
