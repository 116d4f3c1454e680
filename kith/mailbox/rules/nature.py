"""Who wrote a mail: a hand, a machine, a list of many, or a server that could not deliver."""

from email.message import Message

from kith.mailbox.model import Nature

_MACHINES = ("mailer-daemon", "postmaster")
_BULK = ("bulk", "list", "junk")
_REPLIED = ("auto_reply", "auto-reply")
_SAYS_SO = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Mail-Autoreply")


def nature_of(message: Message, sender: str) -> Nature:
    """Tell what kind of mail it is, by what it says of itself (RFC 3464, 3834, 2919)."""
    if message.get_content_type() == "multipart/report" and _word(message.get_param("report-type")) in (
        "delivery-status",
        "",
    ):
        return "delayed" if _is_delayed(message) else "bounce"
    if _header(message, "Return-Path") == "<>" or sender.partition("@")[0] in _MACHINES:
        return "bounce"
    precedence = _header(message, "Precedence")
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip()
    if submitted not in ("", "no") or precedence in _REPLIED or any(one in message for one in _SAYS_SO):
        return "automatic"
    if precedence in _BULK or any(one in message for one in ("List-Id", "List-Unsubscribe", "List-Post")):
        return "list"
    return "personal"


def failure_of(message: Message) -> tuple[list[str], str]:
    """Give what a bounce says: the Message-IDs it may be about, and why, in the words of the other server."""
    ids: list[str] = []
    why = ""
    for part in message.walk():
        if part is message:
            continue
        if part.get("Message-ID"):  # of the mail that comes back, or what is left of it
            ids.append(str(part["Message-ID"]))
        if part.get_content_type() == "text/rfc822-headers":
            ids += [
                line.partition(":")[2] for line in _text(part).splitlines() if line.lower().startswith("message-id:")
            ]
        why = why or str(part.get("Diagnostic-Code") or part.get("Status") or "")
    return ids, " ".join(why.partition(";")[2].split() or why.split())


def _is_delayed(message: Message) -> bool:
    actions = [str(part.get("Action", "")).strip().lower() for part in message.walk()]
    said = [one for one in actions if one]
    return bool(said) and all(one in ("delayed", "delivered", "relayed", "expanded") for one in said)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("latin-1") if isinstance(payload, bytes) else ""


def _header(message: Message, name: str) -> str:
    return str(message.get(name, "")).strip().lower()


def _word(param: object) -> str:
    return param.lower() if isinstance(param, str) else ""
