"""The entities `Quote` and `QuoteApproval`, and how they are decided."""

from html import escape
from typing import Literal

import msgspec

from kith.posts.model import Card, Post, QuotePolicy

POLICIES: dict[str, QuotePolicy] = {"public": "everyone", "followers": "followers", "nobody": "nobody"}
POLICY_NAMES = {ours: theirs for theirs, ours in POLICIES.items()}

QuoteState = Literal["accepted", "revoked", "unauthorized"]


class QuoteApprovalEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Who may quote a status, and whether whoever asks may."""

    automatic: tuple[str, ...]
    manual: tuple[str, ...] = ()
    current_user: Literal["automatic", "denied", "unknown"]


def present_approval(card: Card) -> QuoteApprovalEntity:
    """Give the entity."""
    return QuoteApprovalEntity(
        automatic=_automatic(card.post), current_user="automatic" if card.may_quote else "denied"
    )


def quote_state(card: Card) -> QuoteState | None:
    """Tell how a quote stands; nothing where nothing is quoted.

    What is gone and what is not for whoever asks look alike, as everywhere.
    """
    if card.post.quote_of_id is None:
        return None
    if card.post.quote_revoked:
        return "revoked"
    return "accepted" if card.quote is not None else "unauthorized"


def with_reference(card: Card, url: str) -> str:
    """Give the words of a status; before those that quote stands a link, for clients that know no quotes."""
    quoted, html = card.quote, signed(card.post)
    if quoted is None:
        return html
    author = quoted.author
    acct = f"{author.handle}@{author.domain}" if author.domain else author.handle
    page = f"{url}/@{acct}/{quoted.post.id}"
    return f'<p class="quote-inline">RE: <a href="{page}" rel="nofollow noopener">{page}</a></p>{html}'


def signed(post: Post) -> str:
    """Give the words of a post, with the name of whoever wrote it for an organisation below them."""
    return f"{post.html}<p>— {escape(post.signature)}</p>" if post.signature else post.html


def _automatic(post: Post) -> tuple[str, ...]:
    if post.audience in ("followers", "mentioned") or post.quote_policy == "nobody":
        return ()
    return (POLICY_NAMES[post.quote_policy],)
