"""What is not there, what is another's and what is no id at all: each door answers all of them with the same words."""

import json
import re
from datetime import timedelta

from kith.base.work import House
from kith.people import give_token
from kith.people.tests.cast_of_relations import ANA, BEN
from tests.fuzz.doors import Door, doors
from tests.fuzz.test_every_door import PLAUSIBLE
from tests.fuzz.village import Village
from tests.fuzz.visitor import Reply, Visitor, encoded, everything_kept, forget_limits, nothing_wrong

NOT_THERE = "1"
# A hole that is a name or a year, and what is well whether or not anybody is there.
NO_IDS = re.compile(r"/tags/|/annual_reports/|/async_refreshes/|/streaming/|/notifications/\{group_key\}|/oauth/")


def _with_ids(house: House) -> list[tuple[Door, str]]:
    return [
        (door, hole)
        for door in doors(house)
        if door.route.path.startswith("/api/v") and not NO_IDS.search(door.route.path)
        for hole in door.holes
        if hole == "id" or hole.endswith("_id")
    ]


def _tomorrow(house: House) -> str:
    return (house.clock() + timedelta(days=1)).isoformat()


async def _ask(visitor: Visitor, door: Door, path: str) -> Reply:
    form = {name: PLAUSIBLE[name] for name in door.fields if name in PLAUSIBLE} | MORE
    form["scheduled_at"] = _tomorrow(visitor.house)
    body = b"" if door.route.method == "GET" else encoded(form)
    return await visitor.send(door.route.method, path, body=body)


# What a form needs besides, so that the id is what is looked at.
MORE = {
    "status_id": "1", "account_ids[]": "1", "keyword": "x", "title": "x", "phrase": "x", "context[]": "home",
    "filter_action": "warn", "quote_approval_policy": "public",
    "account_id": "1", "comment": "", "choices[]": "0",
}  # fmt: skip


async def test_an_id_of_nothing_is_an_id_of_nothing(house: House, village: Village, ana: Visitor) -> None:
    """One that nobody has, one beyond all numbers, a word, and that of another kind of thing."""
    seen, unlike = 0, []
    for door, hole in _with_ids(house):
        kind = BEN if re.search(r"/(statuses|polls|media)/", door.route.path) else village.post_id
        told = {}
        for value in (NOT_THERE, "9" * 30, "-1", "nobody", str(kind)):
            await forget_limits(house)
            reply = await _ask(ana, door, village.path(door, **{hole: value}))
            told[value] = (reply.status, reply.body)
        if {status for status, _body in told.values()} != {404} or len(set(told.values())) > 1:
            unlike.append(
                f"{door.name} {hole} { ({name: one[0] for name, one in told.items()}) } {told[NOT_THERE][1]!r:.150}"
            )
        seen += 1
    assert not unlike, "\n".join(unlike)
    assert seen > 80
    nothing_wrong(ana)


async def test_what_is_anothers_is_not_there(house: House, village: Village, ana: Visitor) -> None:
    """Whatever Ben keeps for himself answers Ana as if it did not exist."""
    ben = Visitor(house, BEN)
    await ben.come_in()
    his = await _what_he_keeps(ben)
    seen = 0
    for door, hole in _with_ids(house):
        found = next((one for pattern, one in his.items() if re.match(pattern, door.route.path)), None)
        if found is None or hole not in ("id", "list_id", "filter_id"):
            continue
        await forget_limits(house)
        theirs = await _ask(ana, door, village.path(door, **{hole: found}))
        nothing = await _ask(ana, door, village.path(door, **{hole: NOT_THERE}))
        assert (theirs.status, theirs.body) == (nothing.status, nothing.body), door.name
        assert theirs.status == 404, (door.name, theirs)
        seen += 1
    assert seen > 25
    nothing_wrong(ana, ben)


async def _what_he_keeps(ben: Visitor) -> dict[str, str]:
    """Make one of each; by the beginning of the paths that lead to it."""
    filters = await _made(
        ben, "/api/v2/filters", title="Noise", context=["home"], keywords_attributes=[{"keyword": "x"}]
    )
    later = await _made(ben, "/api/v1/statuses", status="Later", scheduled_at=_tomorrow(ben.house))
    private = await _made(ben, "/api/v1/statuses", status="For nobody else", visibility="direct")
    listed = await _made(ben, "/api/v1/lists", title="Choir")
    return {
        r"/api/v2/filters/keywords/": filters["keywords"][0]["id"],
        r"/api/v1/filters/": filters["keywords"][0]["id"],
        r"/api/v2/filters/\{": filters["id"],
        r"/api/v1/lists/|/api/v1/timelines/list/": listed["id"],
        r"/api/v1/scheduled_statuses/": later["id"],
        r"/api/v1/statuses/": private["id"],
    }


async def _made(ben: Visitor, path: str, **content: object) -> dict[str, object]:
    reply = await ben.send("POST", path, body=json.dumps(content).encode(), kind=b"application/json")
    assert reply.status == 200, (path, reply)
    made: dict[str, object] = json.loads(reply.body)
    return made


async def test_a_token_opens_what_it_is_for(house: House, village: Village, ana: Visitor) -> None:
    """From the allowed case, with another scope: 403 at every door, and nothing has changed."""
    async with house.work(actor=ANA) as work:
        push = await give_token(work, name="Bell", scopes=("push",))
        blocks = await give_token(work, name="Wall", scopes=("read:blocks",))
    before = await everything_kept(house)
    for door in doors(house):
        if not door.route.path.startswith("/api/") or door.route.access != "member" or not door.route.scope:
            continue
        token = blocks if "push" in door.route.scope else push
        await forget_limits(house)
        more = (("authorization", f"Bearer {token}".encode()),)
        reply = await ana.send(door.route.method, village.path(door), body=b"status=x", more=more)
        assert reply.status == 403, (door.name, reply.status)
    assert {name: mark for name, mark in (await everything_kept(house)).items() if name != "api_tokens"} == {
        name: mark for name, mark in before.items() if name != "api_tokens"
    }


async def test_a_cursor_of_another_list_is_borne(house: House, village: Village, ana: Visitor) -> None:
    """Any id says only where to begin."""
    wrong = []
    foreign = (str(ANA), str(village.post_id), str(village.draft_id), "0", "9223372036854775807", "9" * 30, "x")
    for door in doors(house):
        if not (door.route.path.startswith("/api/v") and door.route.paged):
            continue
        for name in ("max_id", "since_id", "min_id"):
            for value in foreign:
                await forget_limits(house)
                reply = await ana.send("GET", village.path(door), query=f"{name}={value}".encode())
                bad = reply.status == 422 and value not in ("9" * 30, "x")
                if bad or reply.status not in (200, 404, 422):
                    wrong.append(f"{door.name}?{name}={value}: {reply.status}")
    assert not wrong, "\n".join(wrong)
    nothing_wrong(ana)


async def test_a_thousand_ids_are_too_many(house: House, village: Village, ana: Visitor) -> None:
    """In a query, a form and JSON; the same few are answered."""
    few = {"/api/v1/accounts/relationships": "id", "/api/v1/accounts": "id", "/api/v1/statuses": "id"}
    for path, name in few.items():
        assert (await ana.send("GET", path, query=f"{name}[]={BEN}".encode())).status == 200
        query = "&".join(f"{name}[]={number}" for number in range(1000)).encode()
        assert (await ana.send("GET", path, query=query)).status == 422, path
    made = await _made(ana, "/api/v1/lists", title="All")
    path = f"/api/v1/lists/{made['id']}/accounts"
    body = json.dumps({"account_ids": [str(number) for number in range(1000)]}).encode()
    assert (await ana.send("POST", path, body=body, kind=b"application/json")).status == 422
    form = "&".join(f"account_ids[]={number}" for number in range(1000)).encode()
    assert (await ana.send("POST", path, body=form)).status == 422
    nothing_wrong(ana)
