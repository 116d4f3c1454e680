"""A push service on this machine, and a device that opens what comes, as a browser or an app would."""

import asyncio
import base64
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass(frozen=True)
class Pushed:
    """A request that the service got."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Service:
    """Where it listens, what it got, and what it answers next: statuses, each with further headers."""

    port: int = 0
    got: list[Pushed] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    hold: asyncio.Event = field(default_factory=asyncio.Event)  # cleared: it thinks, until it is set
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def endpoint(self, name: str) -> str:
        """Give an address to push to."""
        return f"{self.origin}/push/{name}"

    async def has(self, count: int) -> None:
        """Wait until it got so many."""
        while len(self.got) < count:
            self.came.clear()
            await self.came.wait()

    @property
    def origin(self) -> str:
        """Where it is, without a path."""
        return f"http://localhost:{self.port}"


@asynccontextmanager
async def push_service() -> AsyncIterator[Service]:
    """Take messages, until the block ends."""
    service = Service()
    service.hold.set()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode().strip().split("\r\n")
                headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                service.got.append(Pushed(first.split(" ")[1], headers, body))
                service.came.set()
                await service.hold.wait()
                status = service.answers.pop(0) if service.answers else "201 Created"
                writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    service.port = server.sockets[0].getsockname()[1]
    try:
        yield service
    finally:
        server.close()


class Device:
    """Makes the keys of a subscription, and opens what is sealed for them."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._secret = secrets.token_bytes(16)

    @property
    def p256dh(self) -> str:
        """Its public key, as browsers write it."""
        return coded(self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        """Its secret."""
        return coded(self._secret)

    def keys(self) -> dict[str, str]:
        """Both, as the API takes them."""
        return {"p256dh": self.p256dh, "auth": self.auth}

    def open(self, pushed: Pushed) -> dict[str, Any]:
        """Open the envelope, by its own coding."""
        coding = pushed.headers["content-encoding"]
        given: dict[str, Any] = {"private_key": self._private, "auth_secret": self._secret, "version": coding}
        if coding == "aesgcm":
            keys = dict(part.split("=", 1) for part in pushed.headers["crypto-key"].split(";"))
            given |= {"salt": decoded(pushed.headers["encryption"].removeprefix("salt=")), "dh": decoded(keys["dh"])}
        opened: dict[str, Any] = json.loads(http_ece.decrypt(pushed.body, **given))
        return opened


def signed_by(pushed: Pushed) -> tuple[str, dict[str, Any]]:
    """Verify the server's signature (RFC 8292, or its first draft); give its key and its claims."""
    scheme, _space, rest = pushed.headers["authorization"].partition(" ")
    if scheme == "vapid":
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        token, key = parts["t"], parts["k"]
    else:
        assert scheme == "WebPush"
        token = rest
        key = dict(part.split("=", 1) for part in pushed.headers["crypto-key"].split(";"))["p256ecdsa"]
    signed, _dot, signature = token.rpartition(".")
    head, claims = (json.loads(decoded(part)) for part in signed.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    raw = decoded(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
    public.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    return key, claims


def coded(value: bytes) -> str:
    """Write base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Read it."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
