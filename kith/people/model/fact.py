"""What others may refuse before it happens, and hear of afterwards."""

from kith.base.core.fact import Fact, Intent
from kith.base.core.ids import Id


class SignUp(Intent, frozen=True, kw_only=True):
    """Somebody wants to join."""

    handle: str


class SignedUp(Fact, frozen=True, kw_only=True):
    """Somebody joined, or asks to."""

    account_id: Id
    approved: bool


class PasswordForgotten(Fact, frozen=True, kw_only=True):
    """Somebody asked for a link to set a new password; whether the address is known shows only to the worker."""

    email: str
    language: str  # of the browser that asked


class FollowAsked(Fact, frozen=True, kw_only=True):
    """A locked person was asked."""

    follower_id: Id
    followee_id: Id


class Followed(Fact, frozen=True, kw_only=True):
    """A follow holds from now on; `by_request` when it had to be asked for."""

    follower_id: Id
    followee_id: Id
    by_request: bool = False


class Unfollowed(Fact, frozen=True, kw_only=True):
    """A follow, or a request, ended: by the follower, or because the other removed them."""

    follower_id: Id
    followee_id: Id
    by_follower: bool = True


class Blocked(Fact, frozen=True, kw_only=True):
    """Two people no longer see each other."""

    blocker_id: Id
    blocked_id: Id


class Unblocked(Fact, frozen=True, kw_only=True):
    """Somebody took a block back. The other may still hold one."""

    blocker_id: Id
    blocked_id: Id


class Muted(Fact, frozen=True, kw_only=True):
    """Somebody keeps another out of their own pages. The other is never told."""

    muter_id: Id
    muted_id: Id


class ProfileChanged(Fact, frozen=True, kw_only=True):
    """Name, face or words of a person are new."""

    account_id: Id


class Reported(Fact, frozen=True, kw_only=True):
    """Somebody told the owners of somebody. Declared here, below those who tell it and those who hear of it, because
    what watches people and posts cannot see each other.
    """

    account_id: Id
    report_id: Id
    reporter_id: Id


class DoneUnopened(Fact, frozen=True, kw_only=True):
    """Somebody was done with all that stood in the fold of another on Home, and had opened none of it. Declared here,
    as `Reported` is: who hears of it must not see what tells it.
    """

    reader_id: Id
    author_id: Id


class Severed(Fact, frozen=True, kw_only=True):
    """Somebody kept a server away, and by that lost so many who followed them there, and whom they followed."""

    person_id: Id
    event_id: Id
    domain: str
    followers_count: int
    following_count: int


class Leave(Intent, frozen=True, kw_only=True):
    """Somebody is about to leave this server."""

    account_id: Id


class Left(Fact, frozen=True, kw_only=True):
    """An account is being deleted for good; every feature deletes what is theirs."""

    account_id: Id


class TrusteeAsked(Fact, frozen=True, kw_only=True):
    """Somebody would like another to be the one who says so when they have died."""

    owner_id: Id
    person_id: Id
    event_id: Id


class TrusteeAnswered(Fact, frozen=True, kw_only=True):
    """Who was asked that said yes or no."""

    owner_id: Id
    person_id: Id
    event_id: Id


class DeathTold(Fact, frozen=True, kw_only=True):
    """Whom somebody named beforehand says that they have died. The owners of the server decide what follows. Where one
    became an owner since, it is told to that one alone, `to_id`.
    """

    owner_id: Id
    person_id: Id
    event_id: Id
    to_id: Id | None = None
