"""Reporting and handling through the pages, without script."""

import re

import httpx

from kith.base.work import House
from kith.moderation.tests.scene import ANA, BEN, CLEO, act, gather_village, say, tell_owners
from kith.people import block, follow
from kith.people.tests.cast_of_relations import sign_in
from kith.posts import delete


async def _send(client: httpx.AsyncClient, page: str, path: str, **fields: object) -> httpx.Response:
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get(page)).text)
    assert token
    return await client.post(path, data={"csrf": token[1], **fields})


async def test_a_post_is_reported_from_its_menu_and_handled(house: House, client: httpx.AsyncClient) -> None:
    """The post one came from is ticked; afterwards one can mute and block; the owner reads it, notes and is done."""
    await gather_village(house)
    post, other = await say(house, BEN, "Buy my <b>soap</b>"), await say(house, BEN, "Hello")
    await sign_in(house, client, CLEO)
    link = f"/@ben/report?post={post.id}"
    assert link in (await client.get(f"/@ben/{post.id}")).text
    assert "/@ben/report" in (await client.get("/@ben")).text
    form = (await client.get(link)).text
    assert f'value="{post.id}" checked' in form
    assert f'value="{other.id}" >' in form
    assert "Above all to newcomers." in form
    sent = {"category": "spam", "comment": "Soap again", "posts[]": [str(post.id)], "rules[]": ["2"]}
    answer = await _send(client, link, "/@ben/report", **sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/@ben/report/done")
    done = (await client.get("/@ben/report/done")).text
    assert "/@ben/mute" in done
    assert "/@ben/block" in done
    await act(house, BEN, delete, post.id)

    await sign_in(house, client, ANA)
    assert "1 report is open" in (await client.get("/owner")).text
    listed = (await client.get("/owner/reports")).text
    found = re.search(r"/owner/reports/(\d+)", listed)
    assert found
    path = found[0]
    shown = (await client.get(path)).text
    for words in ("Buy my &lt;b&gt;soap&lt;/b&gt;", "deleted since", "Soap again", "No advertising.", "Cleo"):
        assert words in shown
    assert (await _send(client, path, f"{path}/note", text=" ")).status_code == 422
    assert (await _send(client, path, f"{path}/note", text="I wrote to him.")).status_code == 303
    assert (await _send(client, path, f"{path}/finish")).status_code == 303
    shown = (await client.get(path)).text
    assert "I wrote to him." in shown
    assert "Done by" in shown
    assert path in (await client.get("/owner/reports/done")).text
    assert path not in (await client.get("/owner/reports")).text
    assert (await _send(client, path, f"{path}/reopen")).status_code == 303
    assert path in (await client.get("/owner/reports")).text


async def test_what_does_not_fit_comes_back_with_its_words(house: House, client: httpx.AsyncClient) -> None:
    """A comment that is too long, a rule that is gone."""
    await gather_village(house)
    await sign_in(house, client, CLEO)
    right = {"category": "other", "comment": "Mean."}
    for wrong in ({"comment": "Mean. " + "x" * 1001}, {"rules[]": ["9"]}):
        answer = await _send(client, "/@ben/report", "/@ben/report", **(right | wrong))
        assert answer.status_code == 422
        assert "Mean." in answer.text
    assert (await _send(client, "/@ben/report", "/@ben/report", category="rude")).status_code == 422
    assert (await _send(client, "/@ben/report", "/@ben/report", **right)).status_code == 303


async def test_not_for_one_answers_as_not_there(house: House, client: httpx.AsyncClient) -> None:
    """Nobody but owners reads reports, no owner those about themselves; who keeps one away cannot be found."""
    await gather_village(house)
    about_ana, about_ben = await tell_owners(house, CLEO, ANA), await tell_owners(house, CLEO, BEN)
    await act(house, BEN, block, CLEO)
    await sign_in(house, client, CLEO)
    assert (await client.get("/@ben/report")).status_code == 404
    assert (await client.get("/@nobody/report")).status_code == 404
    for path in ("/owner/reports", f"/owner/reports/{about_ben.id}"):
        assert (await client.get(path)).status_code == 403
    assert "only owner" in (await client.get("/@ana/report")).text
    await sign_in(house, client, ANA)
    assert (await client.get(f"/owner/reports/{about_ben.id}")).status_code == 200
    for missing in (about_ana.id, 1, "x"):
        assert (await client.get(f"/owner/reports/{missing}")).status_code == 404


async def test_posts_for_a_few_are_offered_only_to_those(house: House, client: httpx.AsyncClient) -> None:
    """The list of their posts is the one that whoever reports may see."""
    await gather_village(house)
    await say(house, BEN, "For friends", audience="followers")
    await sign_in(house, client, CLEO)
    assert "For friends" not in (await client.get("/@ben/report")).text
    await act(house, CLEO, follow, BEN)
    assert "For friends" in (await client.get("/@ben/report")).text
