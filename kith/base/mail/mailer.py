"""Hands a letter to the mail server."""

from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

import aiosmtplib

from kith.base.core.errors import Elsewhere
from kith.base.core.words import _
from kith.base.mail.letter import Letter
from kith.settings import Settings

SEND_TIMEOUT_S = 30


class Mailer:
    """Sends mail, if the settings name a mail server."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.smtp_url
        self._sender = settings.mail_from or f"kith@{settings.domain.partition(':')[0]}"
        self._name = settings.name

    @property
    def can_send(self) -> bool:
        """Whether there is a mail server. Without one, letters wait in the owner's outbox."""
        return self._url is not None

    async def send(self, letter: Letter) -> None:
        """Hand it over. Raises `Elsewhere` when the server does not take it; the job tries again."""
        assert self._url is not None
        server = urlsplit(self._url)
        try:
            await aiosmtplib.send(
                self._message(letter),
                hostname=server.hostname,
                port=server.port or (465 if server.scheme == "smtps" else 587),
                username=unquote(server.username) if server.username else None,
                password=unquote(server.password) if server.password else None,
                use_tls=server.scheme == "smtps",
                start_tls=False if server.scheme == "smtps" or "tls=none" in server.query else None,
                timeout=SEND_TIMEOUT_S,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Elsewhere(_("The mail server did not take the mail.")) from error

    def _message(self, letter: Letter) -> EmailMessage:
        # EmailMessage refuses line breaks in headers, so nobody can add headers of their own through a name.
        message = EmailMessage()
        message["From"] = f'"{self._name.replace(chr(34), "")}" <{self._sender}>'
        message["To"] = letter.recipient
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = formatdate(letter.created_at.timestamp())
        message["Message-ID"] = make_msgid(str(letter.id), self._sender.partition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        if letter.stop_url is not None:  # RFC 8058: mail programs show a button, and press it by themselves
            message["List-Unsubscribe"] = f"<{letter.stop_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.text)
        return message
