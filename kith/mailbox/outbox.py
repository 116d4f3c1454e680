"""Sending by SMTP: over a connection that was judged, with words for what goes wrong."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email.message import EmailMessage

import aiosmtplib

from kith.base.core.errors import Elsewhere
from kith.base.core.words import _
from kith.mailbox.dialling import Access, Wrong, dial, distrusted, trusted
from kith.mailbox.waiting import in_thread

ANSWER_WITHIN_S = 20.0
SAID_MAX = 200


@asynccontextmanager
async def opened(access: Access) -> AsyncIterator[aiosmtplib.SMTP]:
    """Connect, and sign in. Raises `Wrong` for a password, `Elsewhere`, `NotOutside`."""
    server = access.server
    connection = await in_thread(dial, access)
    connection.setblocking(False)
    client = aiosmtplib.SMTP(
        hostname=server.host,
        sock=connection,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        tls_context=trusted() if server.security != "none" else None,
        timeout=ANSWER_WITHIN_S,
    )
    try:
        with _failing_to_connect(server.host):
            await client.connect()
            if server.user:
                await _sign_in(client, access)
        yield client
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit()
    finally:
        client.close()
        if not client.is_connected:
            connection.close()


async def send(access: Access, message: EmailMessage, *, sender: str, recipient: str) -> None:
    """Hand a mail over. Raises `Wrong` where that server will never take it, `Elsewhere` where it may later."""
    async with opened(access) as client:
        try:
            await client.send_message(message, sender=sender, recipients=[recipient])
        except aiosmtplib.SMTPRecipientsRefused as error:
            one = error.recipients[0]
            raise _said(one.code, one.message) from error
        except aiosmtplib.SMTPResponseException as error:
            raise _said(error.code, error.message) from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise Elsewhere(_("The mail server did not take the mail.")) from error


async def _sign_in(client: aiosmtplib.SMTP, access: Access) -> None:
    try:
        await client.login(access.server.user, access.password)
    except aiosmtplib.SMTPAuthenticationError as error:
        raise Wrong(
            _("{host} does not take this user and password for sending. Some want a password made for apps.").format(
                host=access.server.host
            )
        ) from error


class _failing_to_connect:  # noqa: N801 - it reads as a word where it is used
    """Say in words what went wrong with a server."""

    def __init__(self, host: str) -> None:
        self._host = host

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, ssl.SSLError) or isinstance(getattr(error, "__cause__", None), ssl.SSLError):
            raise distrusted(self._host) from error
        if isinstance(error, aiosmtplib.SMTPException | OSError | ValueError):
            words = _("{host} did not answer as a server for sending mail (SMTP) does. Look at its port.")
            raise Elsewhere(words.format(host=self._host)) from error


def _said(code: int, words: str) -> Elsewhere:
    said = " ".join(words.split())[:SAID_MAX]
    if 500 <= code < 600:
        return Wrong(
            _(
                "Their mail server does not take it: “{words}” Look at the address, or reach them in another way."
            ).format(words=f"{code} {said}")
        )
    return Elsewhere(_("The mail server did not take the mail yet: “{words}”").format(words=f"{code} {said}"))
