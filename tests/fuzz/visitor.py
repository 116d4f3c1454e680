"""A visitor who sends bytes: straight to the application, so that nothing in between makes them well-formed."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from kith.app import make_site
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.web import csrf
from kith.base.web.bearer import OPEN_PATHS
from kith.base.web.csrf import token as form_signature
from kith.base.work import House
from kith.people import COOKIE, begin_session, give_token
from tests.fuzz.hostile import MARKS

FORM = b"application/x-www-form-urlencoded"
SECONDS_MAX = 5.0
BROWSER = "the-browser-of-a-test"

_TABLES = Statement("""
    SELECT tablename FROM pg_tables
     WHERE schemaname = 'public' AND tablename NOT IN ('jobs', 'page_sessions')
     ORDER BY tablename
""")


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def header(self, name: str) -> str:
        """Give a header, or nothing."""
        return next((value.decode("latin-1") for key, value in self.headers if key.decode().lower() == name), "")


@dataclass
class Visitor:
    """Somebody at the door: nobody, a member or the owner. Finds what must never come back, and keeps it."""

    house: House
    person_id: Id | None = None
    wrong: list[str] = field(default_factory=list)
    _session: str = ""
    _cookie: str = ""
    _token: str = ""

    def __post_init__(self) -> None:
        self._site = make_site(self.house)

    async def come_in(self) -> None:
        """Sign in anew: what was sent before may have signed out."""
        if self.person_id is None:
            return
        async with self.house.work(actor=self.person_id) as work:
            key = await begin_session(work, self.person_id, user_agent="")
            self._token = self._token or await give_token(work, name="An app")
        self._session, self._cookie = str(key.key_id), f"{COOKIE}={key.written('.')}; "

    async def come_in_as_app(self) -> None:
        """Register an app and hold its own token, as a client does before somebody joins through it."""
        wish = {"client_name": "An app", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write"}
        app = json.loads((await self.send("POST", "/api/v1/apps", body=encoded(wish))).body)
        ask = {"grant_type": "client_credentials", "scope": "read write"}
        ask |= {name: app[name] for name in ("client_id", "client_secret")}
        self._token = json.loads((await self.send("POST", "/oauth/token", body=encoded(ask))).body)["access_token"]

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: bytes = b"",
        body: bytes = b"",
        kind: bytes = FORM,
        more: tuple[tuple[str, bytes], ...] = (),
        signed: bool = True,
    ) -> Reply:
        """Send it with this visitor's keys, and look at the answer. `more` replaces headers of the same name."""
        headers = self._headers(path, kind if body or method != "GET" else b"", signed=signed)
        headers = [pair for pair in headers if pair[0].decode() not in {name for name, _value in more}]
        headers += [(name.encode(), value) for name, value in more]
        reply = await self._call(method, path, query, headers, body)
        self._look(f"{method} {path}?{query[:200]!r} {body[:300]!r} {more!r:.300}", path, reply)
        return reply

    async def post(self, path: str, fields: dict[str, str]) -> Reply:
        """Send a form."""
        return await self.send("POST", path, body=encoded(fields))

    def _headers(self, path: str, kind: bytes, *, signed: bool) -> list[tuple[bytes, bytes]]:
        common = [(b"host", b"kith.test"), (b"user-agent", b"Mozilla/5.0 Firefox/140.0")]
        if kind:
            common.append((b"content-type", kind))
        if path.startswith(OPEN_PATHS):
            return [*common, (b"authorization", f"Bearer {self._token}".encode())] if self._token else common
        signature = form_signature(self.house.secret, cookie=BROWSER, session=self._session)
        cookies = f"{self._cookie}{csrf.COOKIE}={BROWSER}".encode()
        common += [(b"cookie", cookies), (b"accept", b"text/html")]
        return [*common, (csrf.HEADER.encode(), signature.encode())] if signed else common

    async def _call(
        self, method: str, path: str, query: bytes, headers: list[tuple[bytes, bytes]], body: bytes
    ) -> Reply:
        path = path.encode("utf-8", "replace").decode()  # as servers hand it over: decoded, with no halves of pairs
        scope: dict[str, Any] = {
            "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": quote(path).encode(),
            "query_string": query, "headers": headers, "scheme": "http", "server": ("kith.test", 80),
            "client": ("127.0.0.1", 1), "root_path": "",
        }  # fmt: skip
        parts = [{"type": "http.request", "body": body, "more_body": False}]
        status, given, pieces = 0, [], []

        async def receive() -> dict[str, Any]:
            return parts.pop() if parts else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            nonlocal status, given
            if message["type"] == "http.response.start":
                status, given = message["status"], list(message["headers"])
            else:
                pieces.append(message.get("body", b""))

        await self._site(scope, receive, send)
        return Reply(status, given, b"".join(pieces))

    def _look(self, asked: str, path: str, reply: Reply) -> None:
        kind = reply.header("content-type")
        if not 200 <= reply.status < 500:
            self.wrong.append(f"{reply.status} for {asked}")
        if any(b"\r" in value or b"\n" in value or b"\0" in value for _name, value in reply.headers):
            self.wrong.append(f"a header breaks in two for {asked}")
        location = reply.header("location")
        if location and (not location.startswith("/") or location.startswith(("//", "/\\"))):
            self.wrong.append(f"leads elsewhere ({location[:80]}) for {asked}")
        if kind.startswith("text/html"):
            self.wrong += [f"{mark!r} acts on the page for {asked}" for mark in MARKS if mark in reply.body]
        if path.startswith("/api/") and reply.status >= 400 and reply.status != 405 and "json" not in kind:
            self.wrong.append(f"{kind or 'nothing'} instead of JSON for {asked}")
        if "json" in kind:
            self._look_into(asked, json.loads(reply.body))

    def _look_into(self, asked: str, said: Any) -> None:
        """Search what the API gives as HTML: the words of statuses and of accounts."""
        if isinstance(said, dict):
            html = [said.get("content"), said.get("note") if "acct" in said else None]
            if any(isinstance(one, str) and re.search(r"<kithevil|<[^>]*onkithevil", one) for one in html):
                self.wrong.append(f"HTML acts in the JSON for {asked}")
        for below in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
            self._look_into(asked, below)


def nothing_wrong(*visitors: Visitor) -> None:
    """Assert that none of them was answered as must never be; list what was."""
    wrong = [line for visitor in visitors for line in visitor.wrong]
    assert not wrong, "\n".join([f"{len(wrong)} wrong:", *wrong[:60]])


async def forget_limits(house: House) -> None:
    """Let everybody begin anew: what is tried here is more than a person may try."""
    house.limits.clear()
    await house.live.valkey.flush()


async def everything_kept(house: House) -> dict[str, str]:
    """Give a mark for the contents of every table; page sessions aside, which note when they were used."""
    async with house.reading() as work:
        names = await work.db.values(_TABLES)
        marks = [f"SELECT '{name}' || ' ' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS mark "
                 f"FROM {name} AS t" for name in names]  # fmt: skip
        found = await work.db.values(Statement(" UNION ALL ".join(marks)))
    return dict(line.split(" ", 1) for line in found)


def encoded(fields: dict[str, str]) -> bytes:
    """Write a form as a careless client does, halves of surrogate pairs included."""
    return urlencode(fields, errors="surrogatepass").encode()
