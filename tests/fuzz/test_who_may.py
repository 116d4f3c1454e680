"""Each door, from the allowed case with one thing changed: who asks, where the form comes from."""

from kith.base.web.bearer import OPEN_PATHS
from kith.base.work import House
from tests.fuzz.doors import Door, doors
from tests.fuzz.village import Village
from tests.fuzz.visitor import Visitor, everything_kept, forget_limits

# Mail programs press it by themselves, from wherever they are (RFC 8058): its address is what is signed.
FROM_ANYWHERE = {"POST /mail/stop/{key}"}


def _pages(house: House) -> list[Door]:
    return [door for door in doors(house) if not door.route.path.startswith(OPEN_PATHS)]


async def test_a_passer_by_changes_nothing(house: House, village: Village, nobody: Visitor) -> None:
    """Every member's door says: sign in first. Nothing is written, and nothing private is shown."""
    before = await everything_kept(house)
    for door in doors(house):
        await forget_limits(house)
        if door.route.access == "anyone":
            continue
        reply = await nobody.send(door.route.method, village.path(door), body=b"text=x&status=x")
        assert reply.status in (303, 401), (door.name, reply.status)
        if reply.status == 303:
            assert reply.header("location").startswith("/sign-in?next=/")
    assert await everything_kept(house) == before
    assert not nobody.wrong


async def test_a_member_stays_out_of_the_owners_doors(house: House, village: Village, ana: Visitor) -> None:
    """A member is no owner, however the door is asked."""
    before = await everything_kept(house)
    doors_of_owners = [door for door in doors(house) if door.route.access == "owner"]
    assert doors_of_owners
    for door in doors_of_owners:
        reply = await ana.send(door.route.method, village.path(door), body=b"role=owner&sign_up=open")
        assert reply.status == 403, door.name
    assert await everything_kept(house) == before


async def test_no_form_counts_without_our_signature(
    house: House, village: Village, ana: Visitor, olga: Visitor
) -> None:
    """Unsigned, signed for another, or sent from another site."""
    before = await everything_kept(house)
    elsewhere = (("sec-fetch-site", b"cross-site"),)
    origin = (("origin", b"https://evil.example"),)
    wrong = (("x-csrf-token", b"0" * 64),)
    assert {door.name for door in doors(house) if door.route.from_anywhere} == FROM_ANYWHERE
    for door in _pages(house):
        if door.route.method == "GET" or door.name in FROM_ANYWHERE:
            continue
        await forget_limits(house)
        visitor = olga if door.route.access == "owner" else ana
        path = village.path(door)
        replies = [
            await visitor.send(door.route.method, path, body=b"text=x", signed=False),
            *[
                await visitor.send(door.route.method, path, body=b"text=x", more=more)
                for more in (elsewhere, origin, wrong)
            ],
        ]
        assert [reply.status for reply in replies] == [403] * 4, door.name
    assert await everything_kept(house) == before


async def test_a_cookie_opens_nothing_for_apps(house: House, village: Village, ana: Visitor) -> None:
    """A page elsewhere could make a browser send it; only a token counts there."""
    before = await everything_kept(house)
    cookie = dict(ana._headers("/", b"", signed=True))[b"cookie"]
    for door in doors(house):
        if not door.route.path.startswith("/api/") or door.route.access == "anyone":
            continue
        await forget_limits(house)
        more = (("cookie", cookie), ("authorization", b""))
        reply = await ana.send(door.route.method, village.path(door), body=b"status=x", more=more)
        assert reply.status == 401, door.name
    assert await everything_kept(house) == before


async def test_a_token_opens_no_page(house: House, village: Village, ana: Visitor) -> None:
    """What is for pages alone takes no token, or an app with little access could do everything."""
    token = dict(ana._headers("/api/", b"", signed=True))[b"authorization"]
    for door in _pages(house):
        if door.route.access == "anyone":
            continue
        await forget_limits(house)
        more = (("cookie", b""), ("authorization", token))
        reply = await ana.send(door.route.method, village.path(door), body=b"text=x", more=more, signed=False)
        assert reply.status in (403, 401), (door.name, reply.status)
