"""Bodies that are not what they say, headers that make no sense, and the same request again."""

from itertools import cycle, islice

from kith.base.storage.statement import Statement
from kith.base.web.bearer import OPEN_PATHS
from kith.base.work import House
from tests.fuzz.doors import doors
from tests.fuzz.hostile import BOUNDARY, BROKEN_FORMS, BROKEN_JSON, BROKEN_MULTIPART, HEADERS, JSON_VALUES
from tests.fuzz.village import Village
from tests.fuzz.visitor import FORM, Visitor, forget_limits, nothing_wrong

JSON = b"application/json"
_TOUCH = Statement("UPDATE members SET account_id = account_id")  # other versions of the same rows
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}".encode()


async def test_a_body_may_be_anything(house: House, village: Village, ana: Visitor, olga: Visitor) -> None:
    """Each way of sending a form, broken in every way; a few at every door, all of them at some."""
    broken = cycle(
        [(JSON, body) for body in BROKEN_JSON]
        + [(FORM, body) for body in BROKEN_FORMS]
        + [(MULTIPART, body) for body in BROKEN_MULTIPART]
        + [(b"text/plain", b"x"), (b"", b"x"), (JSON, b"x=1"), (FORM, b'{"a":1}'), (MULTIPART, b"a=1")]
    )
    for door in doors(house):
        visitor = olga if door.route.access == "owner" else ana
        await forget_limits(house)
        await visitor.come_in()
        some = 56 if door.route.path in ("/write", "/api/v1/statuses") else 3
        for kind, body in islice(broken, some if door.route.method != "GET" else 1):
            await visitor.send(door.route.method, village.path(door), body=body, kind=kind)
    nothing_wrong(ana, olga)


async def test_a_field_may_hold_any_json(house: House, village: Village, ana: Visitor, olga: Visitor) -> None:
    """Wrong types, deep nesting, numbers beyond all bounds, and the escapes that JSON allows and text does not."""
    values = cycle(JSON_VALUES)
    for door in doors(house):
        if door.route.method == "GET":
            continue
        visitor = olga if door.route.access == "owner" else ana
        await visitor.come_in()
        for name in door.fields:
            await forget_limits(house)
            for value in islice(values, 3):
                body = f'{{"{name}": {value}}}'.encode()
                await visitor.send(door.route.method, village.path(door), body=body, kind=JSON)
        body = (
            "{" + ", ".join(f'"{name}": {value}' for name, value in zip(door.fields, values, strict=False)) + "}"
        ).encode()
        await visitor.send(door.route.method, village.path(door), body=body, kind=JSON)
    nothing_wrong(ana, olga)


async def test_a_header_may_be_anything(house: House, village: Village, nobody: Visitor, ana: Visitor) -> None:
    """Three of them at every door; over all doors each comes up often."""
    headers = cycle(HEADERS)
    for door in doors(house):
        await forget_limits(house)
        await ana.come_in()
        for visitor in (nobody, ana):
            for header in islice(headers, 3):
                body = b"" if door.route.method == "GET" else b"text=Hello&status=Hello"
                await visitor.send(door.route.method, village.path(door), body=body, more=(header,))
    nothing_wrong(nobody, ana)


async def test_a_method_that_is_not_there_is_said_so(house: House, village: Village, ana: Visitor) -> None:
    """405 and what there is; for apps in browsers, the answer to their question before."""
    for door in doors(house):
        await forget_limits(house)
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO", ""):
            if method == door.route.method:
                continue
            reply = await ana.send(method, village.path(door))
            open_to_apps = door.route.path.startswith(OPEN_PATHS)
            assert reply.status in ({204, 405} | ({200, 401, 404, 422} if open_to_apps else set())), (method, door.name)
    nothing_wrong(ana)


async def test_too_much_is_not_read(house: House, village: Village, ana: Visitor, olga: Visitor) -> None:
    """Megabytes are cut off while they come in, at every door that takes a body."""
    cut_off = 0
    for door in doors(house):
        if door.route.method == "GET" or door.route.body_max_bytes > 2_000_000:
            continue
        visitor = olga if door.route.access == "owner" else ana
        await forget_limits(house)
        await visitor.come_in()
        reply = await visitor.send(door.route.method, village.path(door), body=b"text=" + b"x" * 1_100_000)
        assert reply.status in (413, 303, 200, 204, 400, 401, 403, 404, 410, 422), (door.name, reply.status)
        cut_off += reply.status == 413
    assert cut_off > 30  # the rest take no form: their body is not read at all
    nothing_wrong(ana, olga)


async def test_what_cannot_be_read_is_told_however_often_it_is_looked_at(
    house: House, village: Village, ana: Visitor
) -> None:
    """Who shows the token changed since it was remembered: the request is done once more, and its body was read."""
    for kind, body in (
        (MULTIPART, b"garbage"),
        (b"multipart/form-data; boundary=", b"a"),
        (JSON, b"{"),
        (FORM, b"\xff="),
    ):
        await ana.come_in()
        for _twice in range(2):
            await ana.send("PUT", "/api/kith/v1/pace", body=body, kind=kind)
            async with house.work() as work:
                await work.db.run(_TOUCH)
    nothing_wrong(ana)


async def test_a_client_may_say_anything_of_itself(house: House, village: Village, nobody: Visitor) -> None:
    """In the header that HTTP has for names and secrets."""
    for packed in (b"\xff", b"?", b"/w==", b"", b"YQ=="):
        await nobody.send("POST", "/oauth/token", body=b"a=1", more=(("authorization", b"Basic " + packed),))
    nothing_wrong(nobody)
