"""The entity `Status`, with what stands inside it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity, Speaker
from kith.gateways.mastodon.attachment import MediaEntity, present_media
from kith.gateways.mastodon.counting import counts_after, counts_of
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.emoji import EmojiEntity, present_emoji
from kith.gateways.mastodon.filtered import FilterResultEntity, present_found
from kith.gateways.mastodon.preview import PreviewCardEntity, present_card
from kith.gateways.mastodon.quoting import (
    QuoteApprovalEntity,
    QuoteState,
    present_approval,
    quote_state,
    with_reference,
)
from kith.people import viewer_of
from kith.people.model import Account, Viewer
from kith.posts import may_see_results, sift
from kith.posts.model import Card, Mention, Poll

VISIBILITY = {"everyone": "public", "unlisted": "unlisted", "followers": "private", "mentioned": "direct"}


class MentionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody named."""

    id: str
    username: str
    acct: str
    url: str


class StatusTagEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A hashtag."""

    name: str
    url: str


class PollOptionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An option of a poll; `votes_count` is null while it is hidden."""

    title: str
    votes_count: int | None


class PollEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A poll."""

    id: str
    expires_at: str | None
    expired: bool
    multiple: bool
    votes_count: int
    voters_count: int | None
    voted: bool
    own_votes: tuple[int, ...]
    options: tuple[PollOptionEntity, ...]
    emojis: tuple[str, ...] = ()


class ApplicationEntity(msgspec.Struct, frozen=True, kw_only=True):
    """The app a status was sent with."""

    name: str
    website: str | None = None


class QuoteEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A status inside another: whole, or within a quoted one by its id alone."""

    state: QuoteState
    quoted_status: "StatusEntity | msgspec.UnsetType | None" = msgspec.UNSET
    quoted_status_id: str | msgspec.UnsetType | None = msgspec.UNSET


class KithStatusEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What only Kith says of a status: of an organisation's, whether it is `conversation` or an `offer`."""

    kind: str


class StatusEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A post, as Mastodon's apps know it."""

    id: str
    created_at: str
    in_reply_to_id: str | None
    in_reply_to_account_id: str | None
    sensitive: bool
    spoiler_text: str
    visibility: str
    language: str | None
    uri: str
    url: str
    replies_count: int
    reblogs_count: int
    favourites_count: int
    edited_at: str | None
    content: str
    reblog: "StatusEntity | None"
    account: AccountEntity
    media_attachments: tuple[MediaEntity, ...]
    mentions: tuple[MentionEntity, ...]
    tags: tuple[StatusTagEntity, ...]
    poll: PollEntity | None
    favourited: bool
    reblogged: bool
    muted: bool
    bookmarked: bool
    pinned: bool
    emojis: tuple[EmojiEntity, ...] = ()
    card: PreviewCardEntity | None = None
    filtered: tuple[FilterResultEntity, ...] = ()
    quotes_count: int = 0
    quote_approval: QuoteApprovalEntity | None = None
    quote: QuoteEntity | None = None
    application: ApplicationEntity | None = None
    kith: KithStatusEntity | msgspec.UnsetType = msgspec.UNSET
    text: str | msgspec.UnsetType = msgspec.UNSET  # what was typed, for its author when they delete it to write it anew


async def present_statuses(work: Work, cards: Sequence[Card]) -> list[StatusEntity]:
    """Present cards, with the counts of all who stand in them."""
    url, cards = work.house.settings.url, (await sift(work, cards)).cards
    counts = await counts_of(work, (account.id for account in _authors(cards)))
    speaker = Speaker(url, counts, await viewer_of(work))
    return [_status(card, speaker, url, work.now) for card in cards]


async def present_new(work: Work, card: Card) -> StatusEntity:
    """Present what somebody has just written, to themselves: no filter meets it, and no relation decides about it."""
    url, author_id = work.house.settings.url, card.author.id
    speaker = Speaker(url, {author_id: await counts_after(work, card.post)}, Viewer(id=author_id))
    return _status(card, speaker, url, work.now)


def _authors(cards: Iterable[Card]) -> Iterable[Account]:
    for card in cards:
        yield card.author
        yield card.shown.author
        if card.shown.quote is not None:
            yield card.shown.quote.author
        for one in (card.shown, card.shown.quote):
            if one is not None and one.link_creator is not None:
                yield one.link_creator


def _quote(card: Card, speaker: Speaker, url: str, now: datetime, *, shallow: bool) -> QuoteEntity | None:
    state, quoted = quote_state(card), card.quote
    if state is None:
        return None
    if shallow:
        return QuoteEntity(state=state, quoted_status_id=str(card.post.quote_of_id) if quoted is not None else None)
    return QuoteEntity(
        state=state, quoted_status=_status(quoted, speaker, url, now, shallow=True) if quoted is not None else None
    )


def _status(card: Card, speaker: Speaker, url: str, now: datetime, *, shallow: bool = False) -> StatusEntity:
    post, author = card.post, card.author
    acct = f"{author.handle}@{author.domain}" if author.domain else author.handle
    page = f"{url}/@{acct}/{post.id}"
    return StatusEntity(
        id=str(post.id),
        created_at=date_text(post.published_at),
        in_reply_to_id=str(post.reply_to_id) if post.reply_to_id else None,
        in_reply_to_account_id=str(post.reply_to_author_id) if post.reply_to_author_id else None,
        sensitive=post.sensitive,
        spoiler_text=post.warning,
        visibility=VISIBILITY[post.audience],
        language=post.language,
        uri=page,
        url=page,
        replies_count=card.tally.replies,
        reblogs_count=card.tally.reposts,
        favourites_count=card.tally.likes,
        edited_at=date_text(post.edited_at) if post.edited_at else None,
        content=with_reference(card, url),
        reblog=_status(card.original, speaker, url, now) if card.original else None,
        account=speaker.present(author),
        media_attachments=tuple(present_media(one, url) for one in post.attachments),
        mentions=tuple(_mention(one) for one in post.mentions),
        tags=tuple(StatusTagEntity(name=tag, url=f"{url}/tags/{tag}") for tag in post.hashtags),
        poll=_poll(card, card.poll, now) if card.poll else None,
        favourited=card.shown.mine.liked,
        reblogged=card.shown.mine.reposted,
        muted=card.mine.thread_muted,
        bookmarked=card.shown.mine.bookmarked,
        pinned=card.mine.pinned,
        emojis=present_emoji(post.emojis, url),
        card=_link(card, speaker, url),
        application=ApplicationEntity(name=post.app) if post.app else None,
        filtered=tuple(present_found(one) for one in card.shown.filtered),
        quotes_count=card.tally.quotes,
        quote_approval=present_approval(card),
        quote=_quote(card, speaker, url, now, shallow=shallow),
        kith=_kind(card),
    )


def _kind(card: Card) -> KithStatusEntity | msgspec.UnsetType:
    if card.author.kind != "organisation" or card.author.domain is not None or card.post.repost_of_id is not None:
        return msgspec.UNSET
    return KithStatusEntity(kind="conversation" if card.post.offer is None else "offer")


def _link(card: Card, speaker: Speaker, url: str) -> PreviewCardEntity | None:
    if card.link is None:
        return None
    creator = speaker.present(card.link_creator) if card.link_creator is not None else None
    missing = card.link_claims_viewer if speaker.reader_is_known else None
    return present_card(card.link, url, creator=creator, missing_attribution=missing)


def _mention(one: Mention) -> MentionEntity:
    return MentionEntity(id=str(one.account_id), username=one.handle.partition("@")[0], acct=one.handle, url=one.url)


def _poll(card: Card, poll: Poll, now: datetime) -> PollEntity:
    shown = may_see_results(poll, now=now)
    counts = [poll.votes.get(str(number), 0) for number in range(len(poll.options))]
    return PollEntity(
        id=str(poll.post_id),
        expires_at=date_text(poll.ends_at),
        expired=poll.ends_at <= now,
        multiple=poll.multiple,
        votes_count=sum(counts),
        voters_count=poll.voters,
        voted=card.mine.choices is not None,
        own_votes=card.mine.choices or (),
        options=tuple(
            PollOptionEntity(title=title, votes_count=count if shown else None)
            for title, count in zip(poll.options, counts, strict=True)
        ),
    )
