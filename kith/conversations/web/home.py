"""What is new in one's conversations, on top of Home."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request

from kith.base.web.page import Pages, Slot
from kith.base.work import Work
from kith.conversations.actions.news import unread_conversations
from kith.conversations.actions.reading import count_unread
from kith.conversations.model import ConversationGlance
from kith.conversations.web.saying import last_words, title_of
from kith.conversations.web.showing import Eyes, speaking

SHOWN_MAX = 3


@dataclass(frozen=True, kw_only=True)
class NewRow:
    """A conversation with something new: how it is called, its last words in one line."""

    view: ConversationGlance
    title: str
    whose: str
    words: str


@dataclass(frozen=True, kw_only=True)
class NewMessages:
    """The newest conversations with something new, and how many more there are."""

    rows: Sequence[NewRow]
    more: int


async def new_messages(work: Work, request: Request) -> Markup | None:
    """Put what somebody wrote to the reader before everything that is for all."""
    count = await count_unread(work)
    views = await unread_conversations(work, limit=SHOWN_MAX) if count else []
    if not views:
        return None
    pages: Pages = request.app.pages
    rows = [_row(view, Eyes.of(work, request, view)) for view in views]
    content = NewMessages(rows=rows, more=max(0, count - len(rows)))
    return pages.render("conversations/new_messages.html", page=content, shell=speaking(work, request))


def _row(view: ConversationGlance, eyes: Eyes) -> NewRow:
    whose, words = last_words(view.last, eyes, alone=eyes.others == 1)
    return NewRow(view=view, title=title_of(view), whose=whose, words=words)


SLOTS = (Slot(name="home.messages", fill=new_messages),)
