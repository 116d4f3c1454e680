"""Whatever is sent: a clear 4xx or a harmless page, never a 5xx, and nothing half done."""

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.base.work import House
from kith.people import COOKIE
from kith.posts.tests.cast import ANA, COUNT, gather_cast, say, send, sign_in

IDS = ["0", "-1", "1e9", "9" * 19, "9" * 40, "x", "%00", "1;DROP", "٣", "1.0", " 1"]
NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ shell.csrf }}{% for x in y %}",
    "'; DROP TABLE posts; --",
    "\u202e\u2066evil\u202c",
    "a\0b",
    "x" * 300_000,
    "😀" * 20_000,
    "%(id)s %s {0}",
]


async def _count(house: House) -> int:
    async with house.reading() as work:
        return int(await work.db.value(COUNT))


@pytest.mark.parametrize("id_", IDS)
async def test_what_is_no_id_names_nothing(house: House, client: httpx.AsyncClient, id_: str) -> None:
    """On every address that takes one."""
    await gather_cast(house)
    await sign_in(house, client, ANA)
    for path in ("/@ana/{}", "/posts/{}", "/posts/{}/edit", "/@ana/{}/likes", "/@ana/{}/history"):
        assert (await client.get(path.format(id_))).status_code in (303, 404), path
    for deed in ("like", "votes", "delete", "edit", "pin", "unrepost"):
        assert (await send(client, "/write", f"/posts/{id_}/{deed}")).status_code in (303, 404, 405), deed
    for query in (f"/write?reply_to={id_}", f"/write?draft={id_}", f"/public?max_id={id_}", f"/@ana?min_id={id_}"):
        assert (await client.get(query)).status_code < 500, query


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
async def test_every_field_of_the_composer_takes_anything(house: House, client: httpx.AsyncClient, nasty: str) -> None:
    """What is published never acts on the page that shows it."""
    await gather_cast(house)
    await sign_in(house, client, ANA)
    plain = {"text": "Hello.", "once": "", "audience": "everyone", "language": "en"}
    fields = ["text", "warning", "language", "audience", "reply_to_id", "poll[options][]", "poll[lasts_s]", "poll"]
    fields += ["publish_at", "draft_id", "version", "act", "once", "pictures[0][id]", "pictures[0][alt]", "pictures"]
    for field in fields:
        sent = await send(client, "/write", "/write", **(plain | {field: nasty}))
        assert sent.status_code in (303, 404, 413, 422), (field, sent.status_code)
        shown = await client.get(sent.headers["location"]) if sent.status_code == 303 else sent
        assert "<script>alert" not in shown.text
        assert "<img src=x" not in shown.text
        assert 'href="javascript' not in shown.text


_text = st.text(max_size=60)
_form = st.fixed_dictionaries(
    {},
    optional={
        "text": _text,
        "warning": _text,
        "act": st.sampled_from(["publish", "draft", "schedule", "x"]),
        "audience": st.sampled_from(["everyone", "mentioned", "nobody"]),
        "poll[options][]": st.lists(_text, max_size=4),
        "poll[multiple]": _text,
        "publish_at": _text,
        "pictures[0][focus_x]": _text,
        "pictures[2][remove]": _text,
        "reply_to_id": _text,
        "once": _text,
    },
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=_form)
async def test_no_form_breaks_the_server(house: House, client: httpx.AsyncClient, form: dict[str, object]) -> None:
    """Random forms, kept within what a browser can encode."""
    if not client.cookies.get(COOKIE):
        await gather_cast(house)
        await sign_in(house, client, ANA)
    house.limits.clear()
    await house.live.valkey.flush()
    before = await _count(house)
    sent = await send(client, "/write", "/write", **form)
    assert sent.status_code < 500
    published = sent.status_code == 303 and sent.headers["location"].startswith("/@")
    assert await _count(house) - before <= int(published)


async def test_a_body_that_is_too_large_is_not_read(house: House, client: httpx.AsyncClient) -> None:
    """The bound of the route stops it while it comes in."""
    await gather_cast(house)
    await sign_in(house, client, ANA)
    post = await say(house, ANA, "Hello.")
    sent = await send(client, "/write", f"/posts/{post.id}/votes", **{"choices[]": "9" * 2_000_000})
    assert sent.status_code == 413


async def test_a_form_of_another_browser_is_refused(house: House, client: httpx.AsyncClient) -> None:
    """Without our signature, or sent from elsewhere."""
    await gather_cast(house)
    await sign_in(house, client, ANA)
    assert (await client.post("/write", data={"text": "Not me."})).status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert (await client.post("/write", data={"text": "Not me."}, headers=elsewhere)).status_code == 403
    assert await _count(house) == 0
