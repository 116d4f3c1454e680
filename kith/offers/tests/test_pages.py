"""The pages of offers, as a browser without script goes through them, and the same through the API."""

import httpx

from kith.base.work import House
from kith.offers.tests.scene import CAKES, Bakery, a_bakery, call, cross, readers, say
from kith.organisations.tests.scene import person, token_for
from kith.organisations.tests.test_acting import press, sign_in
from kith.people import give_token
from kith.worker import run_everything_due
from tests.clock import TestClock

CONVERSATION = "The oven is itself again. So am I, nearly."


async def act_as(client: httpx.AsyncClient, bakery: Bakery) -> None:
    """Come in as Rosa, and act for the bakery."""
    await sign_in(client, "rosa")
    await press(client, f"/organisations/{bakery.id}/act")


async def app(house: House, who: str) -> dict[str, str]:
    """Give the headers of a person's app."""
    one = await person(house, who)
    async with house.work(actor=one) as work:
        return {"authorization": f"Bearer {await give_token(work, name='Tusky')}"}


async def test_a_person_asks_for_offers_on_the_page_and_ends_it_in_the_settings(
    house: House, client: httpx.AsyncClient
) -> None:
    """With how often; and the page of all that one asked for says so."""
    bakery = await a_bakery(house)
    await person(house, "ben")
    await say(house, bakery, CAKES, "offer")
    await sign_in(client, "ben")
    front = (await client.get("/@bakery")).text
    assert "come to nobody who did not ask" in front
    assert "20% off" in front
    assert "20% off" not in (await client.get("/")).text
    assert (await press(client, "/@bakery/offers", page="/@bakery", pace="month")).status_code == 303
    asked = (await client.get("/settings/offers")).text
    assert "Morning Bakery" in asked
    assert '<option value="month" selected>' in asked
    assert "20% off" in (await client.get("/")).text
    assert (await press(client, "/@bakery/offers", page="/settings/offers", pace="none")).status_code == 303
    assert "No offers come to you" in (await client.get("/settings/offers")).text
    assert (await press(client, "/@bakery/offers", page="/@bakery", pace="daily")).status_code == 422
    assert (await press(client, "/@nobody/offers", page="/@bakery", pace="each")).status_code == 404


async def test_the_composer_asks_and_each_choice_is_a_button(house: House, client: httpx.AsyncClient) -> None:
    """The text comes back with the question; said to be an offer, it is one on its card."""
    bakery = await a_bakery(house)
    await act_as(client, bakery)
    assert 'name="answers[offers]"' in (await client.get("/write")).text
    asked = await press(client, "/write", page="/write", text=CAKES, **{"answers[offers]": "conversation"})
    assert asked.status_code == 409
    assert "This looks like an offer" in asked.text
    assert "20% off" in asked.text
    sent = await press(client, "/write", page="/write", text=CAKES, **{"answers[offers]": "offer"})
    assert sent.status_code == 303
    shown = (await client.get(sent.headers["location"])).text
    assert "data-offer" in shown
    declared = await press(client, f"/posts/{sent.headers['location'].rsplit('/', 1)[1]}/kind", kind="conversation")
    assert declared.status_code == 303
    assert "data-offer" not in (await client.get(sent.headers["location"])).text


async def test_a_reader_corrects_in_the_menu_of_a_card(house: House, client: httpx.AsyncClient) -> None:
    """Where one comes to without script tells that nobody learns of it, and takes it back."""
    bakery = await a_bakery(house)
    await person(house, "ben")
    post = await say(house, bakery, CONVERSATION)
    await sign_in(client, "ben")
    path = f"/posts/{post.id}/is-offer"
    assert path in (await client.get("/@bakery")).text
    assert (await press(client, path)).status_code == 303
    assert "You call this an offer" in (await client.get(path)).text
    assert (await press(client, f"/posts/{post.id}/is-no-offer")).status_code == 303
    assert "Is this an offer?" in (await client.get(path)).text
    assert (await client.get("/posts/77/is-offer")).status_code == 404
    assert (await press(client, "/posts/77/is-offer")).status_code == 404


async def test_beyond_the_line_the_team_answers_and_appeals_and_the_owner_decides(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Each by its form; words that do not fit come back."""
    bakery = await a_bakery(house)
    await cross(house, bakery, await readers(house, bakery, clock), clock)
    line = f"/organisations/{bakery.id}/line"
    await sign_in(client, "rosa")
    page = (await client.get(line)).text
    assert "Readers called 3 of 3 posts offers" in page
    assert "reader0" not in page
    assert (await press(client, f"{line}/answer", page=line, text=" ")).status_code == 422
    assert (await press(client, f"{line}/appeal", page=line, text="They mean the fair.")).status_code == 303
    assert (await press(client, "/sign-out")).status_code == 303
    await sign_in(client, "keeper")
    assert "1 appeal waits" in (await client.get("/owner")).text
    found = (await client.get("/owner/offers")).text
    assert "They mean the fair." in found
    action = found.split(f'action="/owner/offers/{bakery.id}/')[1].split('"')[0]
    decision = f"/owner/offers/{bakery.id}/{action}"
    assert (await press(client, decision, page="/owner/offers", decision="kept", reason="")).status_code == 422
    kept = await press(client, decision, page="/owner/offers", decision="kept", reason="It was no fair.")
    assert kept.status_code == 303
    assert "It was no fair." in (await client.get("/owner/offers/done")).text
    await run_everything_due(house)
    await press(client, "/sign-out")
    await sign_in(client, "rosa")
    assert (await press(client, f"{line}/answer", page=line, text="More bread, less horn.")).status_code == 303
    assert "More bread, less horn." in (await client.get(line)).text


async def test_everybody_reads_how_it_works_and_nobody_else_what_a_team_reads(
    house: House, client: httpx.AsyncClient
) -> None:
    """The public page needs no sign-in; the team's looks to others as if it were not there."""
    bakery = await a_bakery(house)
    await person(house, "ben")
    how = await client.get("/offers")
    assert how.status_code == 200
    assert "at least 8 people" in how.text
    await sign_in(client, "ben")
    for path in (f"/organisations/{bakery.id}/line", "/organisations/77/line", "/offers/own"):
        assert (await client.get(path)).status_code == 404
    assert (await client.get("/owner/offers")).status_code in (403, 404)


async def test_who_acts_for_it_asks_for_nothing(house: House, client: httpx.AsyncClient) -> None:
    """Offers are for people."""
    bakery = await a_bakery(house)
    await act_as(client, bakery)
    assert (await client.get("/settings/offers")).status_code == 403
    assert (await client.get("/offers/own")).status_code == 303


async def test_an_app_that_knows_nothing_of_it_is_asked_once(house: House, client: httpx.AsyncClient) -> None:
    """The same again within ten minutes is conversation; with the hashtag it is an offer at once."""
    bakery = await a_bakery(house)
    headers = {"authorization": f"Bearer {await token_for(house, bakery.id, hand=bakery.owner)}"}
    first = await client.post("/api/v1/statuses", json={"status": CAKES}, headers=headers)
    assert first.status_code == 422
    assert "This looks like an offer" in first.json()["error"]
    again = await client.post("/api/v1/statuses", json={"status": CAKES}, headers=headers)
    assert (again.status_code, again.json()["kith"]) == (200, {"kind": "conversation"})
    tagged = await client.post("/api/v1/statuses", json={"status": f"{CAKES} Today #offer"}, headers=headers)
    assert (tagged.status_code, tagged.json()["kith"]) == (200, {"kind": "offer"})


async def test_kiths_own_api_declares_asks_and_corrects(house: House, client: httpx.AsyncClient) -> None:
    """The same rules, and clear errors for what cannot be."""
    bakery = await a_bakery(house)
    team = {"authorization": f"Bearer {await token_for(house, bakery.id, hand=bakery.owner)}"}
    ben = await app(house, "ben")
    asked = await client.post("/api/kith/v1/statuses", json={"status": CAKES, "kind": "conversation"}, headers=team)
    assert (asked.status_code, set(asked.json()["choices"])) == (409, {"offer", "sure"})
    made = await client.post("/api/kith/v1/statuses", json={"status": CAKES, "kind": "sure"}, headers=team)
    assert made.json()["kith"] == {"kind": "conversation"}
    one = f"/api/kith/v1/statuses/{made.json()['id']}"
    wish = f"/api/kith/v1/organisations/{bakery.id}/offers"
    assert (await client.put(wish, json={"how_often": "week"}, headers=ben)).status_code == 200
    [listed] = (await client.get("/api/kith/v1/offers", headers=ben)).json()
    assert (listed["account"]["username"], listed["how_often"]) == ("bakery", "week")
    assert (await client.put(wish, json={"how_often": "daily"}, headers=ben)).status_code == 422
    assert (await client.put(wish, json={"how_often": "week"}, headers=team)).status_code == 403
    assert (await client.put(f"{one}/is_offer", headers=ben)).status_code == 200
    assert (await client.delete(f"{one}/is_offer", headers=ben)).status_code == 200
    assert (await client.put("/api/kith/v1/statuses/77/is_offer", headers=ben)).status_code == 404
    assert (await client.put(f"{one}/kind", json={"kind": "offer"}, headers=ben)).status_code == 404
    changed = await client.put(f"{one}/kind", json={"kind": "offer"}, headers=team)
    assert changed.json()["kith"] == {"kind": "offer"}
    line = f"/api/kith/v1/organisations/{bakery.id}/line"
    assert (await client.get(line, headers=team)).json()["posts"] == 1
    assert (await client.get(line, headers=ben)).status_code == 404
    assert (await client.post(f"{line}/answer", json={"text": "Sorry"}, headers=team)).status_code == 404
    assert (await client.delete(wish, headers=ben)).status_code == 200
    assert (await client.get("/api/kith/v1/offers", headers=ben)).json() == []


async def test_a_quote_of_an_offer_stands_without_it(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """For apps it is as what one may not see; whoever asked sees it whole."""
    bakery = await a_bakery(house)
    offer = await say(house, bakery, CAKES, "offer")
    dan, ben, cleo = await app(house, "dan"), await app(house, "ben"), await app(house, "cleo")
    quoted = await client.post(
        "/api/v1/statuses", json={"status": "Look", "quoted_status_id": str(offer.id)}, headers=dan
    )
    wish = f"/api/kith/v1/organisations/{bakery.id}/offers"
    assert (await client.put(wish, json={"how_often": "each"}, headers=ben)).status_code == 200
    states = []
    for who in (ben, cleo):
        found = await client.get(f"/api/v1/statuses/{quoted.json()['id']}", headers=who)
        states.append(found.json()["quote"]["state"])
    assert states == ["accepted", "unauthorized"]


async def test_what_is_called_an_offer_shows_nobody_anything(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Neither the card nor the team's page changes by one voice."""
    bakery = await a_bakery(house)
    [ben, *_others] = await readers(house, bakery, clock, 1)
    post = await say(house, bakery, CONVERSATION)
    await sign_in(client, "rosa")
    before = (await client.get(f"/organisations/{bakery.id}/line")).text
    await call(house, ben, post)
    after = (await client.get(f"/organisations/{bakery.id}/line")).text
    assert "Readers call 0 of your 1 post an offer." in before
    assert "Readers call 0 of your 1 post an offer." in after
