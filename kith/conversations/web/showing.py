"""How conversations and messages look: rows of a list, and messages with the days between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from markupsafe import Markup
from starlette.requests import Request

from kith.base.core.ids import Id
from kith.base.core.text import is_emoji
from kith.base.core.words import _
from kith.base.web.shown import first_name, said
from kith.base.work import Work
from kith.conversations.model import ConversationGlance, ConversationView, Mark, MessageView
from kith.conversations.rules import Piece, excerpt_of, is_silent
from kith.conversations.web.marking import marked
from kith.conversations.web.saying import happened, last_words, names_of, title_of
from kith.people.model import Account

TOGETHER = timedelta(minutes=5)  # messages of one person within it stand as one, below one name


@dataclass(frozen=True, kw_only=True)
class TalkRow:
    """A conversation in the list: how it is called, its last words in one line, whether it is silent just now."""

    view: ConversationView
    title: str
    whose: str
    words: str
    here: bool
    silent: bool


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """An emoji on a message, from whom, and whether one's own is among them."""

    emoji: str
    count: int
    names: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """A message as it stands in its conversation. Its `day` is said above it where it is a `new_day`;
    `follows` where the one before
    is of the same person and moment; `state` is how far one's own has come. `happened` is a line in a message's place.
    """

    view: MessageView
    name: str
    time: str
    at: datetime
    on: date
    day: str
    new_day: bool
    follows: bool
    is_first_unread: bool
    state: str
    happened: str
    large: bool
    reactions: Sequence[Reaction]
    reply_name: str
    reply_words: str
    sought: str = ""

    @property
    def words(self) -> Markup:
        """What it says; what was sought in the conversation is marked in it."""
        return marked(said(self.view.message), self.sought)

    @property
    def excerpt(self) -> Sequence[Piece]:
        """The place where it says what was sought, in one line."""
        return excerpt_of(self.view.message.opening, self.sought, length_max=140)


@dataclass(frozen=True, kw_only=True)
class Eyes:
    """Whoever looks: their language, their clock, and how they call the people of a conversation."""

    me: Id
    now: datetime
    language: str
    zone: ZoneInfo
    names: Mapping[Id, str]
    marks: Sequence[Mark]
    others: int

    @classmethod
    def of(cls, work: Work, request: Request, view: ConversationGlance) -> "Eyes":
        """See a conversation as whoever asks for the page."""
        assert work.actor is not None
        return cls(
            me=work.actor,
            now=work.now,
            language=request.state.language,
            zone=ZoneInfo(request.state.zone or "UTC"),
            names=names_of(view.people),
            marks=view.marks if isinstance(view, ConversationView) else (),
            others=len(view.people),
        )

    def name(self, account_id: Id, account: Account | None = None) -> str:
        """Call somebody; whoever left for good has no name."""
        if account_id == self.me:
            return _("You")
        return self.names.get(account_id) or (first_name(account) if account else _("Somebody who is gone"))


def row_of(view: ConversationView, eyes: Eyes, *, here: bool = False) -> TalkRow:
    """Give a conversation as its row in the list."""
    whose, words = last_words(view.last, eyes, alone=eyes.others == 1)
    return TalkRow(
        view=view,
        title=title_of(view),
        whose=whose,
        words=words,
        here=here,
        silent=is_silent(view.seat, eyes.now),
    )


def rows_of(
    views: Sequence[MessageView],
    eyes: Eyes,
    *,
    read_seq: int | None = None,
    before: MessageRow | None = None,
    sought: str = "",
) -> list[MessageRow]:
    """Give messages as they stand below each other. `read_seq` is up to where they were read when the page opened;
    `before` is what stands above them; `sought` is what somebody looks for among them.
    """
    rows: list[MessageRow] = []
    unread_said = read_seq is None
    for view in views:
        before = rows[-1] if rows else before
        is_new = not unread_said and view.message.seq > (read_seq or 0) and not view.mine
        unread_said = unread_said or is_new
        rows.append(_row(view, eyes, before, is_first_unread=is_new, sought=sought))
    return rows


def _row(view: MessageView, eyes: Eyes, before: MessageRow | None, *, is_first_unread: bool, sought: str) -> MessageRow:
    message = view.message
    there = message.sent_at.astimezone(eyes.zone)
    new_day = before is None or before.on != there.date()
    parent = view.reply_to
    return MessageRow(
        view=view,
        name=eyes.name(message.author_id, view.author),
        time=format_time(there, "short", locale=eyes.language),
        at=message.sent_at,
        on=there.date(),
        day=day_words(there.date(), eyes),
        new_day=new_day,
        follows=not new_day and not is_first_unread and before is not None and _together(before, view),
        is_first_unread=is_first_unread,
        state=state_of(message.seq, eyes) if view.mine and message.kind == "said" else "",
        happened="" if message.kind == "said" else happened(message, eyes, view.author),
        large=is_emoji(message.text) and not message.warning and not message.attachments and parent is None,
        reactions=[
            Reaction(emoji=emoji, count=len(ids), names=", ".join(map(eyes.name, ids)), mine=eyes.me in ids)
            for emoji, ids in view.reactions
        ],
        reply_name=eyes.name(parent.author_id) if parent else "",
        reply_words=plain_words(parent.opening, has_media=bool(parent.attachments)) if parent else "",
        sought=sought,
    )


def _together(before: MessageRow, view: MessageView) -> bool:
    last, message = before.view.message, view.message
    same = last.author_id == message.author_id and last.kind == message.kind == "said"
    return same and message.sent_at - last.sent_at < TOGETHER


def state_of(seq: int, eyes: Eyes) -> str:
    """Tell how far one's own message has come: `read` or `delivered` once all who show it have it, else `sent`."""
    if not eyes.marks or len(eyes.marks) < eyes.others:
        return "sent"
    if all(mark.read_seq >= seq for mark in eyes.marks):
        return "read"
    return "delivered" if all(mark.delivered_seq >= seq or mark.read_seq >= seq for mark in eyes.marks) else "sent"


def marks_of(view: ConversationView) -> dict[str, int]:
    """Tell up to where everybody else has read and received, as far as they show it."""
    if not view.marks or len(view.marks) < len(view.people):
        return {"read": 0, "delivered": 0}
    read = min(mark.read_seq for mark in view.marks)
    return {"read": read, "delivered": max(read, min(mark.delivered_seq for mark in view.marks))}


def day_words(on: date, eyes: Eyes) -> str:
    """Say which day it is, as people say it to each other."""
    today = eyes.now.astimezone(eyes.zone).date()
    if on == today:
        return _("Today")
    if on == today - timedelta(days=1):
        return _("Yesterday")
    if on.year == today.year:
        return format_date(on, "EEEE, d MMMM", locale=eyes.language)
    return format_date(on, "long", locale=eyes.language)


def plain_words(text: str, *, has_media: bool) -> str:
    """Give the beginning of a message in one line, for where it is named only."""
    line = " ".join(text.split())
    if not line:
        return _("Something to see or hear") if has_media else _("A message that is gone")
    return line if len(line) <= 120 else line[:119].rstrip() + "…"


def speaking(work: Work, request: Request) -> SimpleNamespace:
    """Give what fragments need of the page around them."""
    return SimpleNamespace(now=work.now, language=request.state.language, timezone=request.state.zone)
