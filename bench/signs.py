"""What signs cost in a group of fifty who all listen: that one writes, has read, or puts an emoji on a message."""

import asyncio
import json

from bench.client import answer, request
from bench.crowd import bearer, people
from bench.figure import Figure, Size
from bench.streaming import close_all
from bench.talking import STREAM, open_events
from bench.village import Village, house_of
from bench.writing import writing
from kith.conversations import found_group
from kith.conversations.model import MEMBERS_MAX

API = "/api/kith/v1"


async def signs(village: Village, size: Size) -> list[Figure]:
    """Each with all that follows from it, in the 49 streams of the others too, against one INSERT that is committed."""
    made = await people(village, MEMBERS_MAX)
    keys = [bearer(one) | {"content-type": "application/json"} for one in made]
    async with house_of(village) as house, house.work(actor=made[0].account_id) as work:
        talk = f"{API}/conversations/{(await found_group(work, 'Fifty', [one.account_id for one in made[1:]])).id}"
    ids = [await _said(village, keys[0], talk, number) for number in range(max(1, size.rounds * size.writes // 40))]
    open_ones = [await open_events(village.streams_port, STREAM, key) for key in keys]
    reading = [asyncio.create_task(ends[0].read()) for ends in open_ones]  # whoever takes nothing is told nothing

    def types(number: int) -> bytes:
        return request("POST", f"{talk}/typing", keys[number % MEMBERS_MAX], b"{}")

    def reads(number: int) -> bytes:
        body = json.dumps({"up_to": 1 + number // MEMBERS_MAX}).encode()
        return request("POST", f"{talk}/read", keys[number % MEMBERS_MAX], body)

    def reacts(number: int) -> bytes:
        path = f"{API}/messages/{ids[number // MEMBERS_MAX % len(ids)]}/reaction"
        return request("PUT", path, keys[number % MEMBERS_MAX], json.dumps({"emoji": "❤️"}).encode())

    named = {"that one writes, to fifty": types, "a read mark, of fifty": reads, "a reaction, among fifty": reacts}
    figures = [await writing(name, village, size, sign) for name, sign in named.items()]
    for task in reading:
        task.cancel()
    await close_all(open_ones)
    return figures


async def _said(village: Village, key: dict[str, str], talk: str, number: int) -> str:
    body = json.dumps({"text": f"Soup {number}"}).encode()
    said: str = json.loads(await answer(village.port, request("POST", f"{talk}/messages", key, body)))["id"]
    return said
