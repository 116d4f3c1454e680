"""What apps say in the address of a change counts as if its body said it."""

from kith.gateways.mastodon.tests.conftest import Apps

STATUSES = "/api/v1/statuses"


async def test_a_status_is_said_in_the_address(apps: Apps) -> None:
    """All of it, lists too, with no body at all."""
    asked = "?status=Which%3F&visibility=unlisted&poll[options][]=rye&poll[options][]=wheat&poll[expires_in]=300"
    made = await apps.ask("ana", "POST", STATUSES + asked)
    assert (made["content"], made["visibility"]) == ("<p>Which?</p>", "unlisted")
    assert [one["title"] for one in made["poll"]["options"]] == ["rye", "wheat"]


async def test_the_body_comes_first(apps: Apps) -> None:
    """What both say is what the body says; the rest is put together."""
    made = await apps.ask("ana", "POST", f"{STATUSES}?status=There&spoiler_text=Bread", json={"status": "Here"})
    assert (made["content"], made["spoiler_text"]) == ("<p>Here</p>", "Bread")


async def test_a_status_is_changed_in_the_address(apps: Apps) -> None:
    """What is not said there stays."""
    made = await apps.ask("ana", "POST", STATUSES, json={"status": "Bred", "spoiler_text": "Bread"})
    made = await apps.ask("ana", "PUT", f"{STATUSES}/{made['id']}?status=Bread")
    assert (made["content"], made["spoiler_text"]) == ("<p>Bread</p>", "Bread")


async def test_pages_take_forms_alone(apps: Apps) -> None:
    """An address that somebody was lured to says nothing for them: what is not in the form is missing."""
    told = await apps.client.post("/sign-in?who=ana&password=secret")
    assert told.status_code in (403, 422)
