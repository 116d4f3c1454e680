"""From words to what a post is made of: clean text, the people it names, its hashtags, media and HTML."""

from collections.abc import Iterable, Mapping
from itertools import islice
from urllib.parse import quote

import msgspec

from kith.base.core.ids import Id
from kith.base.core.text import NamedPerson, clean, clean_line, find_hashtags, find_mentions, render
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.cards import first_address, want
from kith.emoji import emoji_named, shortcodes_in
from kith.media import claim
from kith.media.model import Medium
from kith.people import accounts_by_handles, accounts_by_ids, viewer_of
from kith.people.model import Account
from kith.posts.actions.seeing import acting
from kith.posts.model import (
    ANSWER_MAX,
    ANSWERS_MAX,
    HASHTAGS_MAX,
    OPTION_MAX,
    WARNING_MAX,
    Attachment,
    Audience,
    Emoji,
    Mention,
    PollWish,
    Post,
    Words,
)
from kith.posts.rules import check_mentions, narrower

APP_MAX = 200  # characters
NAMES_SOUGHT_MAX = 200  # more are not even looked up; far fewer are allowed


class Worded(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a post beside its text."""

    html: str
    mentions: tuple[Mention, ...]
    mentioned_ids: tuple[Id, ...]
    hashtags: tuple[str, ...]
    emojis: tuple[Emoji, ...]
    attachments: tuple[Attachment, ...]
    link_id: Id | None


def tidied(words: Words, *, text_max: int) -> Words:
    """Clean every text in it. Raises `Invalid` where one is too long, as people count characters."""
    poll = words.poll
    return msgspec.structs.replace(
        words,
        text=clean(words.text, length_max=text_max, field="text"),
        warning=clean_line(words.warning, length_max=WARNING_MAX, field="warning"),
        language=words.language or None,
        poll=None if poll is None else msgspec.structs.replace(poll, options=_options(poll)),
        app=clean_line(words.app, length_max=APP_MAX, field="app") if words.app else None,
        answers=_answers(words),
    )


async def people_named(work: Work, text: str, parent: Post | None) -> list[Account]:
    """List whom a text is for, were it a post for the people named: they, and whom it answers. All may be named."""
    named = [*await _answered(work, parent), *(await _accounts_named(work, text)).values()]
    return list({one.id: one for one in named if one.id != acting(work) and one.gone_at is None}.values())


async def worded(work: Work, post_id: Id, words: Words, parent: Post | None, *, is_new: bool = False) -> Worded:
    """Find who and what stands in the words, claim their media for the post, and write the HTML.

    Whom a post answers is always among those it is for, named or not. Somebody hidden from the author, by a block
    of either, cannot be named: their name stays plain text.
    """
    named = await _accounts_named(work, words.text)
    answered = await _answered(work, parent)
    mentioned = {account.id: account for account in [*answered, *named.values()]}
    check_mentions(mentioned)
    # What is new has no media to let go of.
    media = await claim(work, words.media_ids, used_for=post_id) if words.media_ids or not is_new else ()
    return Worded(
        html=_html(work, words.text, named),
        mentions=tuple(_mention(work, account) for account in mentioned.values()),
        mentioned_ids=tuple(sorted(mentioned)),
        hashtags=find_hashtags(words.text)[:HASHTAGS_MAX],
        emojis=await _emoji(work, words),
        attachments=tuple(attached(one) for one in media),
        link_id=await _link(work, words.text, narrower(words.audience, parent)),
    )


async def _link(work: Work, text: str, audience: Audience) -> Id | None:
    """Ask for the card of the first page that is linked to. What is for the people named alone asks for none.

    Reading a page tells its server that somebody here has the address, and some addresses are keys
    (docs/decisions/0008).
    """
    if audience == "mentioned":
        return None
    address = first_address(text, domain=work.house.settings.domain)
    return None if address is None else await want(work, address)


async def _emoji(work: Work, words: Words) -> tuple[Emoji, ...]:
    """Find the pictures of this server that are written into the words, or into the warning before them."""
    found = await emoji_named(work.db, shortcodes_in(words.text, words.warning))
    return tuple(Emoji(shortcode=one.shortcode, url=media_url(one.picture_key)) for one in found)


def _answers(words: Words) -> dict[str, str]:
    """Keep what can be an answer to a question of ours; whoever asked knows its names."""
    short = ((name, said) for name, said in words.answers.items() if max(len(name), len(said)) <= ANSWER_MAX)
    return dict(islice(short, ANSWERS_MAX))


def _options(poll: PollWish) -> tuple[str, ...]:
    return tuple(clean_line(option, length_max=OPTION_MAX, field="poll") for option in poll.options)


async def _accounts_named(work: Work, text: str) -> dict[str, Account]:
    """Find those of the people named whom the author may name, by the name they were given in the text."""
    people = find_mentions(text)[:NAMES_SOUGHT_MAX]
    if not people:
        return {}
    hidden = set((await viewer_of(work)).hidden)
    found = await accounts_by_handles(work.db, [_at_home(work, person) for person in people])
    by_name = {_address(account).lower(): account for account in found if account.id not in hidden}
    return {person.address: by_name[key] for person in people if (key := _at_home(work, person)) in by_name}


def _at_home(work: Work, person: NamedPerson) -> str:
    """`@ana@our.server` is `@ana` at home."""
    return person.handle if person.domain == work.house.settings.domain.lower() else person.address


async def _answered(work: Work, parent: Post | None) -> Iterable[Account]:
    if parent is None or parent.author_id == acting(work):
        return []
    accounts = await accounts_by_ids(work.db, [parent.author_id])
    return [account for account in accounts if account.gone_at is None]


def _mention(work: Work, account: Account) -> Mention:
    return Mention(account_id=account.id, handle=_address(account), url=_url(work, account))


def _html(work: Work, text: str, named: Mapping[str, Account]) -> str:
    base = work.house.settings.url
    return render(
        text,
        mention_urls={name: _url(work, account) for name, account in named.items()},
        hashtag_url=lambda tag: f"{base}/tags/{quote(tag)}",
        emoji_urls={},  # the shortcodes stay in the HTML: each page and app puts its own pictures in
    )


def _url(work: Work, account: Account) -> str:
    return f"{work.house.settings.url}/@{_address(account)}"


def _address(account: Account) -> str:
    return f"{account.handle}@{account.domain}" if account.domain else account.handle


def attached(medium: Medium) -> Attachment:
    """Give a medium as what it belongs to keeps it."""
    return Attachment(
        id=medium.id,
        kind=medium.kind,
        key=medium.file_key,
        small_key=medium.small_key,
        width=medium.width,
        height=medium.height,
        small_width=medium.small_width,
        small_height=medium.small_height,
        blurhash=medium.blurhash,
        alt=medium.alt,
        focus_x=medium.focus_x,
        focus_y=medium.focus_y,
        seconds=medium.seconds,
        frame_rate=medium.frame_rate,
        bit_rate=medium.bit_rate,
        peaks=medium.peaks,
        name=medium.name,
        size_bytes=medium.size_bytes,
    )
