"""Mail servers of this machine: pymap to read from, aiosmtpd to send by. Both as their projects ship them."""

import asyncio
import imaplib
import socket
import ssl
import subprocess
import sys
import time
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD = "clinic@hill.example", "correct horse"
UP_WITHIN_S = 20.0


@dataclass
class Inbound:
    """A mailbox that can be put into, restarted (it counts anew then), and stopped."""

    port: int
    process: "subprocess.Popen[bytes] | None" = None
    certificate: Path | None = None  # with its key: then a password is taken after STARTTLS alone

    def start(self) -> None:
        """Start it, with an empty INBOX."""
        pem = self.certificate
        secured = ["--cert", str(pem), "--key", str(pem)] if pem is not None else ["--no-tls"]
        command = [
            str(Path(sys.executable).parent / "pymap"), "--host", "127.0.0.1", "--port", str(self.port), *secured,
            "dict", "--demo-user", USER, "--demo-password", PASSWORD,
        ]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + UP_WITHIN_S
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("pymap did not start")

    def stop(self) -> None:
        """Stop it; all that lay in it is gone."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def put(self, *mails: bytes | Message, at: datetime | None = None) -> None:
        """Let mails arrive; `at` is when that is, where it is not now."""
        when = imaplib.Time2Internaldate(at) if at else ""
        with self.open() as client:
            for mail in mails:
                raw = mail if isinstance(mail, bytes) else mail.as_bytes()
                status, _answer = client.append("INBOX", "", when, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
                assert status == "OK"

    def flags(self) -> list[bytes]:
        """Read how the mails are marked."""
        with self.open() as client:
            client.select("INBOX", readonly=True)
            return [bytes(one) for one in client.fetch("1:*", "(FLAGS)")[1] if isinstance(one, bytes)]

    @contextmanager
    def open(self) -> Iterator[imaplib.IMAP4]:
        """Sign in as a mail program does."""
        client = imaplib.IMAP4("127.0.0.1", self.port)
        try:
            if self.certificate is not None:
                client.starttls(_trusting_all())
            client.login(USER, PASSWORD)
            yield client
        finally:
            client.shutdown()


@dataclass
class Outbound:
    """A server that takes mail: `came` in their order; what `answer` says instead of taking it."""

    server: asyncio.Server | None = None
    came: list[Message] = field(default_factory=list)
    answer: str = ""
    tls: ssl.SSLContext | None = None
    at_once: bool = False  # TLS from the first byte, rather than after STARTTLS

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self.server is not None
        return int(self.server.sockets[0].getsockname()[1])

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        """Take a recipient, or refuse."""
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a mail."""
        self.came.append(BytesParser(policy=default).parsebytes(envelope.content))
        return "250 taken"

    async def start(self) -> None:
        """Listen, for who signs in."""
        loop = asyncio.get_running_loop()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of passwords without TLS: here they stay on this machine
            tls = self.tls if self.at_once else None
            self.server = await loop.create_server(self._session, "127.0.0.1", 0, ssl=tls)

    def _session(self) -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            later = self.tls if not self.at_once else None
            return SMTP(
                self,
                auth_required=True,
                auth_require_tls=False,
                authenticator=_authenticate,
                tls_context=later,
                require_starttls=later is not None,
            )

    async def stop(self) -> None:
        """Stop listening."""
        assert self.server is not None
        self.server.close()
        await asyncio.sleep(0.01)  # whoever said goodbye is let go of


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    ok = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=ok, handled=ok)


@asynccontextmanager
async def behind_tls(port: int, tls: ssl.SSLContext) -> AsyncIterator[int]:
    """Put TLS from the first byte in front of a server that has none: gives the port."""

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while words := await reader.read(65_536):
                writer.write(words)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pass_on(reader, inner_writer), pass_on(inner_reader, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()


def _trusting_all() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
