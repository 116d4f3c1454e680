"""What apps ask about people: whom they recommend, whom they may know, their hashtags, servers kept away."""

import pytest

from kith.gateways.mastodon.tests.conftest import Apps
from kith.people import follow
from kith.posts import publish
from kith.posts.model import Words
from kith.ties.actions.paths import renew_suggestions
from kith.ties.tests.paths import tie_all


async def test_people_endorse_whom_they_follow(apps: Apps) -> None:
    """In both spellings; seen by everybody; refused for one whom one does not follow."""
    ana, ben = apps.id("ana"), apps.id("ben")
    await apps.ask("ana", "POST", f"/api/v1/accounts/{ben}/endorse", expect=403)
    await apps.act("ana", follow, ben)
    for on, off in (("endorse", "unendorse"), ("pin", "unpin")):
        assert (await apps.ask("ana", "POST", f"/api/v1/accounts/{ben}/{on}"))["endorsed"] is True
        [own] = await apps.ask("ana", "GET", "/api/v1/endorsements")
        [theirs] = await apps.ask(None, "GET", f"/api/v1/accounts/{ana}/endorsements")
        assert own["acct"] == theirs["acct"] == "ben"
        [known] = await apps.ask("ana", "GET", f"/api/v1/accounts/relationships?id[]={ben}")
        assert known["endorsed"] is True
        assert (await apps.ask("ana", "POST", f"/api/v1/accounts/{ben}/{off}"))["endorsed"] is False
        assert await apps.ask("ana", "GET", "/api/v1/endorsements") == []
    await apps.ask("ana", "POST", "/api/v1/accounts/1/endorse", expect=404)


async def test_hashtags_stand_on_a_page(apps: Apps) -> None:
    """By their name and by their id; each leads to its statuses."""
    ana = apps.id("ana")
    await apps.act("ana", publish, Words(text="Rye #Bread"))
    await apps.act("ana", publish, Words(text="A walk #hills"))
    offered = await apps.ask("ana", "GET", "/api/v1/featured_tags/suggestions")
    assert {one["name"] for one in offered} == {"bread", "hills"}
    made = await apps.ask("ana", "POST", "/api/v1/featured_tags", json={"name": "#bread"})
    assert (made["name"], made["statuses_count"]) == ("bread", "1")
    assert made["url"] == "http://kith.test/@ana/tagged/bread"
    assert len(made["last_status_at"]) == 10
    assert await apps.ask(None, "GET", f"/api/v1/accounts/{ana}/featured_tags") == [made]
    assert await apps.ask("ana", "GET", "/api/v1/featured_tags") == [made]
    assert (await apps.ask("ana", "GET", "/api/v1/tags/bread"))["featuring"] is True
    assert (await apps.ask("ben", "GET", "/api/v1/tags/bread"))["featuring"] is False
    await apps.ask("ben", "DELETE", f"/api/v1/featured_tags/{made['id']}", expect=404)
    await apps.ask("ana", "DELETE", f"/api/v1/featured_tags/{made['id']}")
    assert (await apps.ask("ana", "POST", "/api/v1/tags/hills/feature"))["featuring"] is True
    assert (await apps.ask("ana", "POST", "/api/v1/tags/hills/unfeature"))["featuring"] is False
    await apps.ask("ana", "POST", "/api/v1/featured_tags", json={"name": "two words"}, expect=422)
    [tagged] = await apps.ask("ben", "GET", f"/api/v1/accounts/{ana}/statuses?tagged=Bread&limit=1")
    assert "Rye" in tagged["content"]


async def test_people_are_suggested_until_one_says_no(apps: Apps) -> None:
    """With the reason: none where they are only new."""
    for handle in ("cleo", "dan"):
        await apps.come(handle)
    everybody = {handle: apps.id(handle) for handle in ("ana", "ben", "cleo", "dan")}
    await tie_all(
        apps.house, [(everybody[one], everybody[other]) for one in ("ana", "dan") for other in ("ben", "cleo")]
    )
    await renew_suggestions(apps.house)
    await apps.come("eva")
    for friend in ("ben", "cleo"):
        await apps.act("ana", follow, apps.id(friend))
    suggested = await apps.ask("ana", "GET", "/api/v2/suggestions")
    assert [(one["account"]["acct"], one["source"], one["sources"]) for one in suggested] == [
        ("dan", "past_interactions", ["friends_of_friends"]),
        ("eva", "global", []),
    ]
    assert [one["acct"] for one in await apps.ask("ana", "GET", "/api/v1/suggestions?limit=1")] == ["dan"]
    await apps.ask("ana", "DELETE", f"/api/v1/suggestions/{apps.id('dan')}")
    assert [one["acct"] for one in await apps.ask("ana", "GET", "/api/v1/suggestions")] == ["eva"]
    await apps.ask("ana", "DELETE", "/api/v1/suggestions/1", expect=404)


async def test_a_server_is_kept_away(apps: Apps) -> None:
    """Its people are not there any more, but for who keeps it away: to see it and to end it."""
    jo = await apps.far("jo", "hav.social")
    await apps.ask("ana", "POST", f"/api/v1/accounts/{jo}/follow")
    await apps.ask("ana", "POST", "/api/v1/domain_blocks", json={"domain": "hav.social"})
    await apps.ask("ana", "POST", "/api/v1/domain_blocks", data={"domain": "other.example"})
    assert await apps.ask("ana", "GET", "/api/v1/domain_blocks") == ["other.example", "hav.social"]
    [relation] = await apps.ask("ana", "GET", f"/api/v1/accounts/relationships?id[]={jo}")
    assert (relation["domain_blocking"], relation["requested"]) == (True, False)
    await apps.ask("ana", "POST", f"/api/v1/accounts/{jo}/follow", expect=404)
    await apps.ask("ben", "POST", f"/api/v1/accounts/{jo}/follow")
    await apps.ask("ana", "DELETE", "/api/v1/domain_blocks", params={"domain": "hav.social"})
    await apps.ask("ana", "DELETE", "/api/v1/domain_blocks", json={"domain": "other.example"})
    assert await apps.ask("ana", "GET", "/api/v1/domain_blocks") == []
    await apps.ask("ana", "POST", f"/api/v1/accounts/{jo}/follow")


@pytest.mark.parametrize("given", [{}, {"domain": ""}, {"domain": "no server"}, {"domain": "kith.test"}])
async def test_what_is_no_server_is_refused(apps: Apps, given: dict[str, str]) -> None:
    """As bad input."""
    for method in ("POST", "DELETE"):
        await apps.ask("ana", method, "/api/v1/domain_blocks", json=given, expect=422)


async def test_the_directory_knows_who_wrote_last_and_who_came_last(apps: Apps) -> None:
    """Walked by offset; nobody who does not wish to be found."""
    await apps.come("cleo")
    await apps.act("ana", publish, Words(text="Rye"))
    await apps.act("ana", publish, Words(text="Hush", audience="followers"))

    async def listed(query: str) -> list[str]:
        return [one["acct"] for one in await apps.ask(None, "GET", f"/api/v1/directory?{query}")]

    assert await listed("order=active") == ["ana", "cleo", "ben"]
    assert await listed("order=new") == ["cleo", "ben", "ana"]
    assert await listed("order=new&offset=1&limit=1") == ["ben"]
    await apps.ask("cleo", "PATCH", "/api/v1/profile", json={"discoverable": False})
    assert await listed("order=new") == ["ben", "ana"]


async def test_people_are_sought_among_those_one_follows(apps: Apps) -> None:
    """All of them, however many others are called so."""
    await apps.act("ana", follow, apps.id("ben"))
    await apps.come("benno")
    for path in ("/api/v1/accounts/search?q=ben", "/api/v2/search?type=accounts&q=ben"):
        found = await apps.ask("ana", "GET", f"{path}&following=true&limit=1")
        people = found if isinstance(found, list) else found["accounts"]
        assert [one["acct"] for one in people] == ["ben"]


async def test_who_hides_whom_they_follow_is_not_named_as_a_follower(apps: Apps) -> None:
    """Among those whom one knows; the others are."""
    for handle in ("cleo", "dan"):
        await apps.come(handle)
        await apps.act("ana", follow, apps.id(handle))
        await apps.act(handle, follow, apps.id("ben"))
    path = f"/api/v1/accounts/familiar_followers?id[]={apps.id('ben')}"
    [known] = await apps.ask("ana", "GET", path)
    assert {one["acct"] for one in known["accounts"]} == {"cleo", "dan"}
    await apps.ask("dan", "PATCH", "/api/v1/profile", json={"hide_collections": True})
    [known] = await apps.ask("ana", "GET", path)
    assert [one["acct"] for one in known["accounts"]] == ["cleo"]
