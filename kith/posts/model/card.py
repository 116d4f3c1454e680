"""A post with all that is shown around it."""

import msgspec

from kith.base.core.ids import Id
from kith.cards.model import LinkCard
from kith.filters import Found
from kith.people.model import Account
from kith.posts.model.poll import Poll
from kith.posts.model.post import Post, Tally


class Mine(msgspec.Struct, frozen=True, kw_only=True):
    """What the viewer did with a post. `choices` are the numbers of the options they voted for."""

    liked: bool = False
    bookmarked: bool = False
    reposted: bool = False
    pinned: bool = False
    thread_muted: bool = False
    choices: tuple[int, ...] | None = None


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A post as one viewer sees it, ready to be shown: whatever a page or an app draws, it draws from this.

    A card of a post that passes another on carries the card of that one as `original`; `shown` is the one with
    words. `reply_to` is whom it answers, where that is known and may be seen.
    """

    post: Post
    author: Account
    mine: Mine
    tally: Tally
    poll: Poll | None = None
    link: LinkCard | None = None  # of the page it links to, once that is known
    link_creator: Account | None = None  # whom that page names as its creator, where they let its site do so
    link_claims_viewer: bool = False  # that page names the viewer, who has not let its site do so
    reply_to: Account | None = None
    original: "Card | None" = None
    quote: "Card | None" = None  # the quoted post, where there is one and the viewer may see it
    may_quote: bool = False
    filtered: tuple[Found, ...] = ()  # the viewer's filters that meet it, whatever they are for
    veil: Found | None = None  # the one of them that folds it where it stands now

    @property
    def shown(self) -> "Card":
        """The card whose words are read: the original of a repost, else this one."""
        return self.original or self


class KeptPost(msgspec.Struct, frozen=True, kw_only=True):
    """A post in a list that is ordered by when it was bookmarked or liked: `id` is the place in that list."""

    id: Id
    post: Post


class Reactor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in the list of those who liked or passed on; `id` is the place in that list."""

    id: Id
    account: Account


class ThreadPiece(msgspec.Struct, frozen=True, kw_only=True):
    """A post's place in a thread, before the post itself is read. `above` marks what the asked one answers."""

    id: Id
    author_id: Id
    reply_to_id: Id | None = None
    above: bool


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """A post's thread as one viewer sees it: what it answers, oldest first, and the answers below it by id.

    `pieces` hold every place that was read, also of posts the viewer may not see, so that a tree keeps its shape.
    `more_after` is where to read on in a thread that is longer than one page.
    """

    above: tuple[Post, ...]
    below: tuple[Post, ...]
    pieces: tuple[ThreadPiece, ...]
    more_after: Id | None = None
