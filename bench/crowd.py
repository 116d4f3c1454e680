"""Many thousand open streams, each of another person, while some of these people talk: who hears what, and how soon."""

import asyncio
import json
import resource
import time
from dataclasses import dataclass, field

from bench.client import answer, request
from bench.figure import Figure, Size, median_ms, p99_ms
from bench.streaming import Ends, close_all
from bench.talking import STREAM, event_of, open_events
from bench.tree import memory_mb
from bench.village import Village, house_of
from kith.base.core.ids import Id
from kith.conversations.model import TalkSettings
from kith.people.model import Account, ApiToken, Handle, Member
from kith.people.secrets import Key, hash_secret

PAIRS = 100  # of people who talk, one message a second each
SPARE_FILES = 500
OPENING_AT_ONCE = 16
HEARD_WITHIN_S = 60
SECRET = "a secret that a hundred thousand share in a bench"  # noqa: S105 - nobody's


@dataclass
class _Ear:
    """One stream, and when it heard which message."""

    ends: Ends
    heard: dict[str, float] = field(default_factory=dict)
    is_lost: bool = False

    async def listen(self) -> None:
        """Hear until the stream ends."""
        try:
            while True:
                told = json.loads(await event_of(self.ends))
                now = time.perf_counter()
                for one in told.get("messages", ()):
                    self.heard.setdefault(one["text"], now)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.is_lost = True


async def crowd(village: Village, size: Size) -> list[Figure]:
    """Messages flow at a hundred a second; each is to come once to whom it is for, and no stream may break."""
    allow_files(size.crowd)
    keys = [bearer(key) for key in await people(village, size.crowd)]
    pairs = min(PAIRS, len(keys) // 2)
    talks = [await _pair(village, keys[2 * number], keys[2 * number + 1]) for number in range(pairs)]
    before = memory_mb(village.pid)
    turns = asyncio.Semaphore(OPENING_AT_ONCE)
    begun = time.perf_counter()
    ears = await asyncio.gather(*(_opened(village, key, turns) for key in keys))
    opened_s = time.perf_counter() - begun
    took = memory_mb(village.pid) - before
    listening = [asyncio.create_task(ear.listen()) for ear in ears]
    sent, seconds, again = await _talk(village, keys, talks, size.talk_s)
    wanted = [(ears[2 * pair + 1], text, at) for text, (pair, at) in sent.items()]
    for _turn in range(HEARD_WITHIN_S):
        if all(text in ear.heard for ear, text, _at in wanted):
            break
        await asyncio.sleep(1)
    delays = [ear.heard[text] - at for ear, text, at in wanted if text in ear.heard]
    lost = sum(ear.is_lost for ear in ears)
    for task in listening:
        task.cancel()
    await close_all([ear.ends for ear in ears])
    also = (
        f"{len(ears)} streams opened in {opened_s:.0f} s, {lost} broke, {1000 * took / len(ears):.0f} kB each; "
        f"{len(delays)} of {len(wanted)} messages heard, {len(sent) / seconds:.0f} a second, {again} sent again"
    )
    limit_is = "the second in which each pair writes one"
    return [
        Figure(name=f"message in a crowd, {name}", unit="ms", ours=of(delays), limit=1000, limit_is=limit_is, also=said)
        for name, of, said in (("p50", median_ms, also), ("p99", p99_ms, ""))
    ]


def allow_files(streams: int) -> None:
    """Let this process, and the server that it started, hold so many connections, as far as the system lets them."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = streams + SPARE_FILES
    if hard not in (-1, resource.RLIM_INFINITY) and hard < wanted:
        raise RuntimeError(f"this system allows {hard} open files a process; {wanted} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(_soft, wanted), hard))


async def _opened(village: Village, key: dict[str, str], turns: asyncio.Semaphore) -> _Ear:
    async with turns:
        return _Ear(await open_events(village.streams_port, STREAM, key))


async def _talk(
    village: Village, keys: list[dict[str, str]], talks: list[str], seconds: int
) -> tuple[dict[str, tuple[int, float]], float, int]:
    """Let one of each pair write once a second; give what was sent when, how long all of it took, and how often a busy
    server asked to send it again.
    """
    sent: dict[str, tuple[int, float]] = {}
    again = 0
    begun = time.perf_counter()

    async def write(pair: int) -> None:
        nonlocal again
        for turn in range(seconds):
            await asyncio.sleep(max(0.0, begun + turn + pair / len(talks) - time.perf_counter()))
            text = f"{pair} says {turn}"
            sent[text] = pair, time.perf_counter()
            while not await _was_said(village, _say(keys[2 * pair], talks[pair], text)):
                again += 1

    await asyncio.gather(*(write(pair) for pair in range(len(talks))))
    return sent, time.perf_counter() - begun, again


async def _was_said(village: Village, asked: bytes) -> bool:
    try:
        await answer(village.port, asked)
    except RuntimeError as error:
        if " 503 " not in str(error):
            raise
        await asyncio.sleep(1)
        return False
    return True


def _say(key: dict[str, str], talk: str, text: str) -> bytes:
    headers = key | {"content-type": "application/json", "idempotency-key": text}
    body = json.dumps({"text": text}).encode()
    return request("POST", f"/api/kith/v1/conversations/{talk}/messages", headers, body)


async def _pair(village: Village, one: dict[str, str], other: dict[str, str]) -> str:
    account_id = other["authorization"].removeprefix("Bearer kith_").partition("_")[0]
    headers = one | {"content-type": "application/json"}
    body = json.dumps({"account_id": account_id}).encode()
    opened = await answer(village.port, request("POST", "/api/kith/v1/conversations", headers, body))
    talk: str = json.loads(opened)["id"]
    for key in (one, other):
        await answer(village.port, _say(key, talk, "Hello"))
    return talk


async def people(village: Village, count: int) -> list[Key]:
    """Let so many more people live there; give the keys of their apps."""
    async with house_of(village) as house, house.work() as work:
        now, ids = work.now, [work.new_id() for _each in range(count)]
        keys = [Key(account_id=one, key_id=Id(one + 1), secret=SECRET) for one in ids]
        secret_hash, scopes = hash_secret(SECRET), ("read", "write")
        for one in ids:
            await work.db.insert(Account(id=one, handle=f"many{one}", name="Many", created_at=now))
        await work.db.insert_all(Handle(handle=f"many{one}", account_id=one) for one in ids)
        for one, key in zip(ids, keys, strict=True):
            await work.db.insert(Member(account_id=one, password_hash="", approved_at=now, created_at=now))
            token = ApiToken(
                account_id=one, id=key.key_id, secret_hash=secret_hash, name="bench", scopes=scopes, created_at=now
            )
            await work.db.insert(token)
            await work.db.insert(TalkSettings(owner_id=one, who_may_write="everyone"))
    return keys


def bearer(key: Key) -> dict[str, str]:
    """Give the header of an app that has this key."""
    return {"authorization": f"Bearer kith_{key.written('_')}"}
