"""The least that a post can cost on what Kith stands on: a bare ASGI application that reads what was sent, writes the
rows and the count of a post by one statement that commits, says one word to Valkey, and answers 2 kB.

Nobody signs in, nothing is cleaned, found, counted against a limit, presented or shown in a page: all that is Kith's.
"""

import asyncio
import itertools
import json
import os
from typing import Any

import asyncpg
from valkey.asyncio import ConnectionPool

TABLES = """
    CREATE TABLE IF NOT EXISTS floor_posts
        (author_id bigint, id bigint, text text, html text, said_at timestamptz, PRIMARY KEY (author_id, id));
    CREATE TABLE IF NOT EXISTS floor_threads (root_id bigint, id bigint, PRIMARY KEY (root_id, id));
    CREATE TABLE IF NOT EXISTS floor_tags (tag text, id bigint, PRIMARY KEY (tag, id));
    CREATE TABLE IF NOT EXISTS floor_tallies (author_id bigint, id bigint, likes int, PRIMARY KEY (author_id, id));
    CREATE TABLE IF NOT EXISTS floor_counts (author_id bigint PRIMARY KEY, posts int);
"""
DROP = "DROP TABLE IF EXISTS floor_posts, floor_threads, floor_tags, floor_tallies, floor_counts"
_ADD = """
      WITH made AS (INSERT INTO floor_posts VALUES ($1, $2, $3, $4, now()) RETURNING author_id, id
           ), threaded AS (INSERT INTO floor_threads SELECT id, id FROM made
           ), tagged AS (INSERT INTO floor_tags SELECT $5, id FROM made
           ), tallied AS (INSERT INTO floor_tallies SELECT author_id, id, 0 FROM made)
    INSERT INTO floor_counts SELECT author_id, 1 FROM made
        ON CONFLICT (author_id) DO UPDATE SET posts = floor_counts.posts + 1
    RETURNING posts
"""
_PEOPLE = 12
_ANSWER = b"{" + b" " * 1998 + b"}"
_START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(_ANSWER)).encode())],
}
_END = {"type": "http.response.body", "body": _ANSWER}
_numbers = itertools.count(1)
_turn = asyncio.Lock()
_open: list[tuple[Any, Any]] = []


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Write a post, and answer."""
    if scope["type"] != "http":
        return
    body = (await receive())["body"]
    async with _turn:
        statement, word = await _engines()
        text, number = json.loads(body)["status"], next(_numbers)
        await statement.fetchval(number % _PEOPLE, number, text, f"<p>{text}</p>", "again")
        await word.send_command("PUBLISH", "floor", body)
        await word.read_response()
    await send(_START)
    await send(_END)


async def _engines() -> tuple[Any, Any]:
    """Give the statement, planned once on one connection, and one connection to Valkey."""
    if not _open:
        database = await asyncpg.connect(os.environ["BENCH_DATABASE"])
        await database.execute(f"{DROP};{TABLES}")
        word = ConnectionPool.from_url(os.environ["BENCH_VALKEY"]).make_connection()  # type: ignore[no-untyped-call]
        await word.connect()
        _open.append((await database.prepare(_ADD), word))
    return _open[0]
