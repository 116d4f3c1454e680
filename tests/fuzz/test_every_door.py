"""Every route, in turn, with everything that can stand in an address or in a field."""

from itertools import cycle, islice
from urllib.parse import quote

from kith.base.work import House
from tests.fuzz.doors import Door, doors
from tests.fuzz.hostile import FRAGMENTS, MARKUP, NUMBERS, TEXTS, TIMES, UNICODE
from tests.fuzz.village import Village
from tests.fuzz.visitor import Visitor, encoded, everything_kept, forget_limits, nothing_wrong

# What a form needs besides the one field that is tried: then the hostile one reaches the innermost check.
PLAUSIBLE = {
    "text": "Hello.", "status": "Hello.", "audience": "everyone", "handle": "somebody", "name": "Somebody",
    "password": "a sentence to remember", "current_password": "-", "who": "ana", "email": "new@example.org",
    "role": "member", "sign_up": "open", "timezone": "UTC", "theme": "light", "key": "1.1.x", "username": "newcomer",
    "agreement": "true", "client_name": "An app", "redirect_uris": "https://app.example/", "choices[]": "0",
}  # fmt: skip
VALUES_A_FIELD = 2


async def test_every_address_answers_whatever_stands_in_it(
    house: House, village: Village, nobody: Visitor, ana: Visitor, olga: Visitor
) -> None:
    """Holes and queries, for nobody, a member and the owner."""
    holes = cycle((*NUMBERS, *MARKUP, *FRAGMENTS, *UNICODE))
    values = cycle(TEXTS)
    for door in doors(house):
        if door.route.method != "GET":
            continue
        await forget_limits(house)
        for turn, visitor in enumerate((nobody, ana, olga)):
            await visitor.send("GET", village.path(door))
            await visitor.send("HEAD", village.path(door))
            for hole in door.holes:
                for value in islice(holes, 2):
                    await visitor.send("GET", village.path(door, **{hole: value}))
            for name in door.fields[turn::3]:
                query = f"{quote(name)}={quote(next(values), errors='surrogatepass')}"
                await visitor.send("GET", village.path(door), query=query.encode())
        query = encoded(dict(zip(door.fields, values, strict=False)))
        await ana.send("GET", village.path(door), query=query[:60_000])
    nothing_wrong(nobody, ana, olga)


async def test_every_field_takes_anything(house: House, village: Village, ana: Visitor, olga: Visitor) -> None:
    """One field hostile, the others plausible. What was refused has changed nothing."""
    values = cycle(TEXTS)
    for door in doors(house):
        if door.route.method == "GET":
            continue
        visitor = olga if door.route.access == "owner" else ana
        for name in door.fields:
            await visitor.come_in()
            await _try(
                house, visitor, door, path=village.path(door), name=name, values=list(islice(values, VALUES_A_FIELD))
            )
        for hole in door.holes:
            for value in (*NUMBERS[:6:2], TIMES[0], UNICODE[0], MARKUP[0]):
                await visitor.send(door.route.method, village.path(door, **{hole: value}))
    nothing_wrong(ana, olga)


async def test_nobody_comes_in_by_any_field(house: House, village: Village, nobody: Visitor) -> None:
    """The doors that are open to passers-by: sign-up, sign-in, the links by mail, an app's introduction."""
    for door in doors(house):
        if door.route.method == "GET" or door.route.access != "anyone":
            continue
        for number, name in enumerate(door.fields):
            await _try(house, nobody, door, path=village.path(door), name=name, values=list(TEXTS)[number % 9 :: 9])
    nothing_wrong(nobody)


async def test_an_app_brings_nobody_in_by_any_field(house: House, village: Village, nobody: Visitor) -> None:
    """Joining through an app: the same rules as on the page."""
    await nobody.come_in_as_app()
    door = next(door for door in doors(house) if door.name == "POST /api/v1/accounts")
    for number, name in enumerate(("username", "email", "password", "agreement", "locale", "reason")):
        await _try(house, nobody, door, path=village.path(door), name=name, values=list(TEXTS)[number::8])
    nothing_wrong(nobody)


async def _try(house: House, visitor: Visitor, door: Door, *, path: str, name: str, values: list[str]) -> None:
    """Try one field. Whether a refusal changed nothing is asked for one field in five: it reads every table."""
    checked = len(name) % 5 == 0
    before = await everything_kept(house) if checked else {}
    replies = []
    for number, value in enumerate(values):
        await forget_limits(house)
        fields = {other: PLAUSIBLE[other] for other in door.fields if other in PLAUSIBLE}
        fields |= dict.fromkeys(("handle", "username"), f"{name}_{number}_{door.route.path[-4:]}")
        replies.append(await visitor.send(door.route.method, path, body=encoded(fields | {name: value})))
    if checked and all(reply.status >= 400 for reply in replies):
        after = await everything_kept(house)
        changed = [table for table in after if after[table] != before.get(table) and table != "media"]
        if changed:
            visitor.wrong.append(f"{door.name} refused, and changed {changed}")
