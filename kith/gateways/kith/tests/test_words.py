"""Words and ways by Kith's own API."""

from datetime import timedelta

import pytest

from kith.base.work import House
from kith.desk.tests.scene import Scene, gather, only_case, reply, write_to
from kith.gateways.kith.tests.test_desks import Apps
from tests.clock import TestClock


@pytest.fixture
async def scene(house: House) -> Scene:
    """The clinic with its team."""
    return await gather(house)


async def test_a_way_a_word_and_no_more(house: House, scene: Scene, clock: TestClock) -> None:
    """Told, changed, heard of, written to once, and ended; nobody else has anything of it."""
    ask, place = Apps(house), f"/desks/{scene.clinic}"
    until = (clock() + timedelta(days=40)).date().isoformat()
    form = {"text": "Stairs", "until": until, "every_days": 14}
    way = (await ask(scene.ana, "POST", f"{place}/ways", form)).json()
    assert (way["text"], way["until"], way["wants_word"]) == ("Stairs", until, True)
    one = f"{place}/ways/{way['id']}"
    assert (await ask(scene.ana, "PUT", one, form | {"text": "More stairs"})).json()["text"] == "More stairs"
    assert (await ask(scene.ben, "PUT", one, form)).status_code == 404
    [told] = (await ask(scene.mara, "GET", f"{place}/words")).json()["people"]
    assert (told["why"], told["words"], told["account"]["acct"]) == ("way", "More stairs", "ana")
    word = {"account_id": str(scene.ana), "text": "How many by now?", "way_id": way["id"], "key": "k"}
    said = (await ask(scene.mara, "POST", f"{place}/words", word)).json()
    assert (await ask(scene.mara, "POST", f"{place}/words", word)).json() == said
    assert (await ask(scene.samira, "POST", f"{place}/words", word | {"key": "l"})).status_code == 403
    [told] = (await ask(scene.mara, "GET", f"{place}/words")).json()["people"]
    assert told["not_before"] is not None
    between = (await ask(scene.ana, "GET", f"{place}/between")).json()
    assert (between["never"], between["last_word_at"] is not None, len(between["ways"])) == (False, True, 1)
    assert (await ask(scene.ana, "PUT", f"{place}/between/words", {"wish": "never"})).json()["never"]
    assert (await ask(scene.mara, "GET", f"{place}/words")).json()["people"] == []
    assert (await ask(scene.ana, "DELETE", one)).status_code == 200
    assert (await ask(scene.ana, "DELETE", one)).status_code == 404
    assert (await ask(scene.gus, "GET", f"{place}/words")).status_code == 403
    assert (await ask(scene.ben, "GET", f"{place}/words")).status_code == 404
    assert (await ask(scene.ana, "GET", f"/desks/{scene.ben}/between")).status_code == 404


async def test_good_news_and_what_is_kept(house: House, scene: Scene) -> None:
    """Marked in a case, and erased with it."""
    ask, place = Apps(house), f"/desks/{scene.clinic}"
    message = await write_to(house, scene.ana, scene.clinic, "It is a girl!")
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "Welcome to her.")
    news = f"{place}/cases/{case.id}/news"
    assert (await ask(scene.mara, "POST", news, {"subject_id": str(message.id)})).status_code == 200
    [told] = (await ask(scene.mara, "GET", f"{place}/words")).json()["people"]
    assert (told["why"], told["case_id"]) == ("news", str(case.id))
    assert (await ask(scene.ana, "GET", f"{place}/between")).json()["case_ids"] == [str(case.id)]
    assert (await ask(scene.ana, "DELETE", f"{place}/between")).status_code == 200
    assert (await ask(scene.ana, "GET", f"{place}/between")).json()["case_ids"] == []
    assert (await ask(scene.mara, "GET", f"{place}/words")).json()["people"] == []


async def test_bad_input_is_told_so(house: House, scene: Scene, clock: TestClock) -> None:
    """In every field."""
    ask, place = Apps(house), f"/desks/{scene.clinic}"
    until = (clock() + timedelta(days=40)).date().isoformat()
    for wrong in ({}, {"text": "x"}, {"text": "x", "until": "soon"}, {"text": "x", "until": until, "every_days": 1}):
        assert (await ask(scene.ana, "POST", f"{place}/ways", wrong)).status_code == 422, wrong
    assert (await ask(scene.ana, "PUT", f"{place}/between/words", {"wish": "maybe"})).status_code == 422
    for wrong in ({"text": "x"}, {"account_id": "x", "text": "x"}, {"account_id": "", "text": "x"}):
        assert (await ask(scene.mara, "POST", f"{place}/words", wrong)).status_code == 422, wrong
    assert (await ask(scene.mara, "POST", f"{place}/cases/5/news", {"subject_id": "5"})).status_code == 404
