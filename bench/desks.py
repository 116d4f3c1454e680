"""What a desk costs when it is full: each view, the report over a year, and how soon all who sit there see a change."""

import asyncio
import time
from datetime import timedelta

import asyncpg
from valkey.asyncio import Valkey

from bench.client import answer, ask, request
from bench.figure import Figure, Size, median_ms, p99_ms
from bench.filling import fill
from bench.limits import echo_server
from bench.streaming import Ends, close_all
from bench.tree import cpu_s
from bench.village import Village, database_of, house_of
from kith.base.core.ids import Id
from kith.base.engines import running_urls
from kith.base.work import House
from kith.conversations import open_pair, send
from kith.conversations.model import MessageWish, TalkSettings
from kith.organisations import found
from kith.organisations.model import TeamSeat
from kith.people import COOKIE, begin_session, find_account_by_handle, give_token
from kith.people.model import Account, Handle, Member

HANDLE = "benchclinic"
SEATS = 50
CASES = (1_000, 10_000, 100_000)
CASES_TINY = (20, 40, 80)
VIEWS = ("mine", "unassigned", "ours", "theirs", "overdue", "snoozed", "settled", "all")
MESSAGES_EACH = 3


async def desk_cases(village: Village, size: Size) -> list[Figure]:
    """Every view of a desk, a search and the report, with a thousand, ten thousand and a hundred thousand cases."""
    counts = CASES_TINY if size.posts <= 2 else CASES
    times: dict[str, list[tuple[float, float]]] = {}
    scans = []
    async with house_of(village) as house, database_of(village) as connection:
        desk = await the_desk(house)
        for count in counts:
            await fill(connection, desk, count)
            for name, path in _pages():
                times.setdefault(name, []).append(await _reading(village, path, size))
            scans.append(await _scan(connection, desk, size))
    few, middle, many = (f"{count:,}" for count in counts)
    report = times.pop("report")
    figures = [
        Figure(
            name=f"desk with {many} cases, {name}",
            unit="ms",
            ours=took[-1][0],
            limit=took[0][0],
            limit_is=f"the same page with {few}",
            also=f"with {middle}: {took[1][0]:.1f} ms; {' → '.join(f'{cpu:.0f}' for _ms, cpu in took)} CPU ms",
        )
        for name, took in times.items()
    ]
    return [
        *figures,
        Figure(
            name=f"report over a year of {many} cases",
            unit="ms",
            ours=report[-1][0],
            limit=scans[-1],
            limit_is="PostgreSQL reading the same rows once",
            also=f"with {few}: {report[0][0]:.0f} ms, with {middle}: {report[1][0]:.0f} ms; "
            + f"{' → '.join(f'{cpu:.0f}' for _ms, cpu in report)} CPU ms",
        ),
    ]


async def desk_live(village: Village, size: Size) -> list[Figure]:
    """From sending a message to the last of fifty open desks that hears of it; in turns with as many bare streams."""
    url = running_urls(village.folder / "data").valkey
    valkey: Valkey = Valkey.from_url(url)
    seats = 3 if size.posts <= 2 else SEATS
    async with house_of(village) as house:
        desk = await the_desk(house)
        team = await _team(house, desk, seats)
        room, headers = await _writer(house, desk)
    ours, limit = [], []
    with echo_server(url) as (_pid, port):
        bare = [await _open(port, "/", {}) for _each in range(seats)]
        pages = [await _open(village.port, "/live", {"cookie": cookie}) for cookie in team]
        await asyncio.sleep(1)
        for number in range(size.lives):
            body = f'{{"text": "Is the doctor in? {number}"}}'.encode()
            said = request("POST", f"/api/kith/v1/conversations/{room}/messages", headers, body)
            begun = time.perf_counter()
            sent = asyncio.create_task(answer(village.port, said))
            await asyncio.gather(*(_hear(page, b"event: desk\n") for page in pages))
            ours.append(time.perf_counter() - begun)
            await sent
            begun = time.perf_counter()
            await valkey.publish("bench", b"x" * 60)
            await asyncio.gather(*(_hear(one, b"event: message\n") for one in bare))
            limit.append(time.perf_counter() - begun)
        await close_all([*bare, *pages])
    await valkey.aclose()
    limit_is = f"Valkey publish to {seats} bare streams, the last of them"
    return [
        Figure(
            name=f"message to the last of {seats} open desks, {name}",
            unit="ms",
            ours=of(ours),
            limit=of(limit),
            limit_is=limit_is,
        )
        for name, of in (("p50", median_ms), ("p99", p99_ms))
    ]


def _pages() -> list[tuple[str, str]]:
    views = [(view, f"/desk/{HANDLE}?view={view}") for view in VIEWS]
    today = time.strftime("%Y-%m-%d")
    return [*views, ("search", f"/desk/{HANDLE}?q=soup"), ("report", f"/desk/{HANDLE}/report?by=month&on={today}")]


async def _reading(village: Village, path: str, size: Size) -> tuple[float, float]:
    """Give the milliseconds until such a page is there, one after the other, and the CPU that one costs all of it."""
    count = max(1, size.pages // 10)
    asks = [request("GET", path, village.browser())] * count
    await ask(village.port, asks[:1], connections=1)
    begun = cpu_s(village.pid)
    asked = [await ask(village.port, asks, connections=1) for _round in range(size.rounds)]
    cpu = 1000 * (cpu_s(village.pid) - begun) / (count * size.rounds)
    return median_ms([one.seconds / one.count for one in asked]), cpu


async def _scan(connection: asyncpg.Connection, desk: Id, size: Size) -> float:
    took = []
    for _round in range(size.rounds + 1):
        begun = time.perf_counter()
        await connection.fetchrow(_SCAN, desk)
        took.append(time.perf_counter() - begun)
    return median_ms(took[1:])


async def the_desk(house: House) -> Id:
    """Find the clinic, or found it: by the first person, whose browser reads its desk. The others write to it."""
    async with house.work() as work:
        there = await find_account_by_handle(work.db, HANDLE)
        owner = await find_account_by_handle(work.db, "person0")
        assert owner is not None
    if there is not None:
        return there.id
    async with house.work(actor=owner.id) as work:
        desk = (await found(work, handle=HANDLE, name="The clinic")).organisation_id
    for number in range(1, 12):
        async with house.work() as work:
            person = await find_account_by_handle(work.db, f"person{number}")
            assert person is not None
        async with house.work(actor=person.id) as work:
            room = await open_pair(work, desk)
            for turn in range(MESSAGES_EACH):
                await send(work, room.id, MessageWish(text=f"Is the doctor in? I ask for the {turn + 1}. time."))
    await asyncio.sleep(3)  # until the desk has heard them
    return desk


async def _team(house: House, desk: Id, seats: int) -> list[str]:
    """Let so many people sit at a desk; give the cookies of their browsers."""
    cookies = []
    for number in range(seats):
        async with house.work() as work:
            person, handle, now = work.new_id(), f"seat{number}", work.now
            await work.db.insert(Account(id=person, handle=handle, name=handle, created_at=now))
            await work.db.insert(Handle(handle=handle, account_id=person))
            await work.db.insert(Member(account_id=person, password_hash="", approved_at=now, created_at=now))
            await work.db.insert(TeamSeat(organisation_id=desk, person_id=person, role="member", since_at=now))
            key = await begin_session(work, person, user_agent="bench")
        cookies.append(f"{COOKIE}={key.written('.')}")
    return cookies


async def _writer(house: House, desk: Id) -> tuple[Id, dict[str, str]]:
    """Let somebody come who writes to it; give their conversation, and the key of their app."""
    async with house.work() as work:
        person, handle, now = work.new_id(), "benchwriter", work.now
        await work.db.insert(Account(id=person, handle=handle, name=handle, created_at=now - timedelta(days=9)))
        await work.db.insert(Handle(handle=handle, account_id=person))
        await work.db.insert(Member(account_id=person, password_hash="", approved_at=now, created_at=now))
        await work.db.insert(TalkSettings(owner_id=person, who_may_write="everyone"))
    async with house.work(actor=person) as work:
        room = await open_pair(work, desk)
        token = await give_token(work, name="bench", scopes=("read", "write"))
    return room.id, {"authorization": f"Bearer {token}", "content-type": "application/json"}


async def _open(port: int, path: str, headers: dict[str, str]) -> Ends:
    """Open a stream of server-sent events, up to its first."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request("GET", path, headers | {"accept": "text/event-stream"}))
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise RuntimeError(head.split(b"\r\n", 1)[0].decode())
    await reader.readuntil(b"\n\n")
    return reader, writer


async def _hear(ends: Ends, kind: bytes) -> None:
    while kind not in await ends[0].readuntil(b"\n\n"):
        pass


_SCAN = """
    SELECT (SELECT count(*) + sum(answers) FROM desk_cases WHERE organisation_id = $1),
           (SELECT count(*) + count(by_id) FROM desk_events WHERE organisation_id = $1)
"""
