"""What conversations cost: how soon a message is heard, how many can be written, and whether it grows with anything."""

import asyncio
import json
import time

from valkey.asyncio import Valkey

from bench.client import answer, ask, request
from bench.figure import Figure, Size, median_ms, p99_ms
from bench.limits import echo_server, raw_server
from bench.streaming import Ends, close_all
from bench.tree import memory_mb
from bench.village import Village, database_of, house_of
from kith.base.core.ids import Id
from kith.base.engines import running_urls
from kith.conversations import found_group
from kith.conversations.model import MEMBERS_MAX, TalkSettings
from kith.people import give_token
from kith.people.model import Account, Handle, Member

STREAM = "/api/kith/v1/streaming"
STREAMS_A_PERSON = 7  # at each door
MESSAGES_MANY, CONVERSATIONS_MANY = 100_000, 10_000
WRITERS = 8


async def messages(village: Village, size: Size) -> list[Figure]:
    """From sending a message to its arrival in another's open stream, words and all; in turns with the bare echo."""
    url = running_urls(village.folder / "data").valkey
    valkey: Valkey = Valkey.from_url(url)
    talk = await _pair(village, 0, 1)
    ours, limit = [], []
    with echo_server(url) as (_pid, port):
        echo, stream = (
            await open_events(port, "/", {}),
            await open_events(village.streams_port, STREAM, village.bearer(1)),
        )
        await asyncio.sleep(0.5)
        for number in range(size.lives):
            begun = time.perf_counter()
            sent = asyncio.create_task(answer(village.port, _say(village, 0, talk, f"Hear this: {number}")))
            heard = await event_of(stream)
            ours.append(time.perf_counter() - begun)
            await sent
            begun = time.perf_counter()
            await valkey.publish("bench", heard)
            await event_of(echo)
            limit.append(time.perf_counter() - begun)
        await close_all([echo, stream])
    await valkey.aclose()
    limit_is = "Valkey publish to a bare stream, the same bytes"
    return [
        Figure(name=f"message to open stream, {name}", unit="ms", ours=of(ours), limit=of(limit), limit_is=limit_is)
        for name, of in (("p50", median_ms), ("p99", p99_ms))
    ]


async def message_writing(village: Village, size: Size) -> list[Figure]:
    """Messages of several people at once, each in a conversation of their own, against rows that are committed."""
    talks = [await _pair(village, number, number + 1) for number in range(WRITERS)]
    ours, limit = [], []
    async with database_of(village) as connection:
        await connection.execute("CREATE TABLE IF NOT EXISTS bench_rows (id bigserial PRIMARY KEY, text text)")
        for turn in range(size.rounds):
            asks = [
                _say(village, number % WRITERS, talks[number % WRITERS], f"{turn} {number}")
                for number in range(size.posts)
            ]
            asked = await ask(village.port, asks, connections=WRITERS)
            ours.append(asked.seconds / asked.count)
            begun = time.perf_counter()
            await asyncio.gather(*(_insert(village, size.posts) for _each in range(WRITERS)))
            limit.append((time.perf_counter() - begun) / (WRITERS * size.posts))
        await connection.execute("DROP TABLE bench_rows")
    written = 1000 / median_ms(ours)
    return [
        Figure(
            name="a message, many at once",
            unit="ms",
            ours=median_ms(ours),
            limit=median_ms(limit),
            limit_is="one INSERT, committed, as many at once",
            also=f"{written:.0f} a second",
        )
    ]


async def message_growth(village: Village, size: Size) -> list[Figure]:
    """The same message where there are many before it, and of somebody who has many conversations."""
    short, long = await _pair(village, 2, 3), await _pair(village, 2, 4)
    crowded = await _pair(village, 5, 6)
    count = size.posts
    few = await _sending(village, 5, crowded, count)
    many = CONVERSATIONS_MANY if size.posts > 2 else 100
    async with database_of(village) as connection:
        await connection.execute(_FILL_CONVERSATION, int(long), MESSAGES_MANY if size.posts > 2 else 1000)
        person = int(await _id(village, 5))
        await connection.execute(_FILL_SEATS, person, many)
        await connection.execute(_FILL_MEMBERS, person, many)
        await connection.execute("ANALYZE messages, seats, conversation_members, conversations")
    return [
        Figure(
            name="a message after 100,000",
            unit="ms",
            ours=await _sending(village, 2, long, count),
            limit=await _sending(village, 2, short, count),
            limit_is="after 10",
        ),
        Figure(
            name="a message of somebody with 10,000 conversations",
            unit="ms",
            ours=await _sending(village, 5, crowded, count),
            limit=few,
            limit_is="with 10",
        ),
    ]


async def message_streams(village: Village, size: Size) -> list[Figure]:
    """What an open stream takes in memory, against a bare one; and whether all who should hear a message."""
    talk, keys = await _crowd(village, -(-size.held // STREAMS_A_PERSON))
    numbers = [number // STREAMS_A_PERSON for number in range(size.held)]
    await close_all([await open_events(village.streams_port, STREAM, keys[number]) for number in numbers[:50]])
    before = memory_mb(village.pid)
    ours = [await open_events(village.streams_port, STREAM, keys[number]) for number in numbers]
    await asyncio.sleep(1)
    took = memory_mb(village.pid) - before
    at_main = [await open_events(village.port, STREAM, keys[number]) for number in numbers[: size.streams]]
    await asyncio.sleep(1)
    took_at_main = memory_mb(village.pid) - before - took
    await close_all(at_main)
    hearers = [ends for number, ends in zip(numbers, ours, strict=True) if number < MEMBERS_MAX]
    body = json.dumps({"text": "Does everybody hear me?"}).encode()
    headers = keys[0] | {"content-type": "application/json"}
    begun = time.perf_counter()
    await answer(village.port, request("POST", f"/api/kith/v1/conversations/{talk}/messages", headers, body))
    heard = await asyncio.gather(*(_hears(ends) for ends in hearers))
    until_all_s = time.perf_counter() - begun
    limit = await bare_mb(len(numbers))
    await close_all(ours)
    return [
        Figure(
            name="memory of an open stream of messages",
            unit="kB",
            ours=1000 * took / len(ours),
            limit=1000 * limit / len(ours),
            limit_is="a connection that a bare protocol holds",
            also=f"{len(ours)} open at once; {1000 * took_at_main / len(at_main):.0f} kB each at the main door; "
            f"{sum(heard)} of {len(hearers)} heard a message, in {until_all_s:.1f} s",
        )
    ]


async def _crowd(village: Village, people: int) -> tuple[str, list[dict[str, str]]]:
    """Let more people live there, the first of them in one group; give its id and the keys of their apps."""
    keys, ids = [], list[Id]()
    async with house_of(village) as house:
        async with house.work() as work:
            for number in range(people):
                person, handle, now = work.new_id(), f"crowd{number}", work.now
                await work.db.insert(Account(id=person, handle=handle, name=handle, created_at=now))
                await work.db.insert(Handle(handle=handle, account_id=person))
                await work.db.insert(Member(account_id=person, password_hash="", approved_at=now, created_at=now))
                await work.db.insert(TalkSettings(owner_id=person, who_may_write="everyone"))
                ids.append(person)
        for person in ids:
            async with house.work(actor=person) as work:
                token = await give_token(work, name="bench", scopes=("read", "write"))
                keys.append({"authorization": f"Bearer {token}"})
        async with house.work(actor=ids[0]) as work:
            made = await found_group(work, "Crowd", ids[1:MEMBERS_MAX])
    return str(made.id), keys


async def _hears(ends: Ends) -> bool:
    """Tell whether a message comes, within a minute."""
    try:
        async with asyncio.timeout(60):
            await event_of(ends)
    except TimeoutError:
        return False
    return True


_FILL_CONVERSATION = """
    WITH filled AS (
        INSERT INTO messages (conversation_id, seq, id, author_id, once_key, kind, text, html, mentions, emojis,
                              attachments, whom, warning, sensitive, forwarded, changed, sent_at)
        SELECT id, last_seq + n, id + n, founder_id, 'bench ' || n, 'said', 'Soup at six?', '<p>Soup at six?</p>', '[]',
               '[]', '[]', '{}', '', FALSE, FALSE, changes + n, now()
          FROM conversations, generate_series(1, $2::integer) AS n
         WHERE id = $1
        RETURNING seq)
    UPDATE conversations
       SET last_seq = last_seq + $2::integer, changes = changes + $2::integer
     WHERE id = $1 AND EXISTS (SELECT FROM filled)
"""
_FILL_SEATS = """
    INSERT INTO seats (owner_id, conversation_id, state, last_id, last_seq, unread, pinned, memories, draft)
    SELECT $1::bigint, n, 'open', n, 1, FALSE, FALSE, TRUE, ''
      FROM generate_series(1, $2::integer) AS n
"""
_FILL_MEMBERS = """
    WITH made AS (
        INSERT INTO conversations (id, kind, name, founder_id, shows_history, last_seq, changes, created_at)
        SELECT n, 'group', 'bench', $1::bigint, TRUE, 1, 1, now()
          FROM generate_series(1, $2::integer) AS n
        RETURNING id)
    INSERT INTO conversation_members (conversation_id, account_id, role, since_seq, cleared_seq, read_seq,
                                      delivered_seq, joined_at)
    SELECT id, $1::bigint, 'founder', 0, 0, 1, 1, now()
      FROM made
"""


async def _sending(village: Village, number: int, talk: str, count: int) -> float:
    seconds = []
    for turn in range(count + 10):
        begun = time.perf_counter()
        await answer(village.port, _say(village, number, talk, f"Word {turn}"))
        if turn >= 10:
            seconds.append(time.perf_counter() - begun)
    return median_ms(seconds)


def _say(village: Village, number: int, talk: str, text: str) -> bytes:
    headers = village.bearer(number) | {"content-type": "application/json"}
    return request("POST", f"/api/kith/v1/conversations/{talk}/messages", headers, json.dumps({"text": text}).encode())


async def _pair(village: Village, one: int, other: int) -> str:
    """Open the conversation of two, and let each say something, so that both have accepted."""
    body = json.dumps({"account_id": await _id(village, other)}).encode()
    headers = village.bearer(one) | {"content-type": "application/json"}
    opened = await answer(village.port, request("POST", "/api/kith/v1/conversations", headers, body))
    talk: str = json.loads(opened)["id"]
    for number in (one, other):
        await answer(village.port, _say(village, number, talk, "Hello"))
    return talk


async def _id(village: Village, number: int) -> str:
    path = "/api/v1/accounts/verify_credentials"
    found: str = json.loads(await answer(village.port, request("GET", path, village.bearer(number))))["id"]
    return found


async def _insert(village: Village, count: int) -> None:
    async with database_of(village) as connection:
        for _each in range(count):
            await connection.execute("INSERT INTO bench_rows (text) VALUES ($1)", "Soup at six?")


async def bare_mb(count: int) -> float:
    """Give the megabytes that a bare protocol takes to hold so many connections, after its first."""
    with raw_server() as (pid, port):
        bare = [await open_events(port, "/", {})]
        before = memory_mb(pid)
        bare += [await open_events(port, "/", {}) for _each in range(count)]
        await asyncio.sleep(1)
        took = memory_mb(pid) - before
        await close_all(bare)
    return took


async def open_events(port: int, path: str, headers: dict[str, str]) -> Ends:
    """Open a stream of server-sent events, up to its first event."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request("GET", path, headers | {"accept": "text/event-stream"}))
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise RuntimeError(head.split(b"\r\n", 1)[0].decode())
    await reader.readuntil(b"\n\n")
    return reader, writer


async def event_of(ends: Ends) -> bytes:
    """Read up to the next event that carries a message."""
    while True:
        block = await ends[0].readuntil(b"\n\n")
        if b"event: message\n" in block:
            return block.partition(b"data: ")[2].strip()
