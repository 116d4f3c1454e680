"""A run: what a file names, who of them is here, and what is kept of it for an hour."""

from typing import Literal

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.finding.reader.telling import Kind, Network, PastKind, Problem

RUN_LASTS_S = 3600  # long enough to look at everybody in peace; then nothing is left of it

State = Literal["waiting", "reading", "comparing", "done", "failed"]
# address: their confirmed one, and they allow it. account: the very account. claim: they say so themselves.
Why = Literal["address", "account", "claim", "handle", "name"]


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody a file names."""

    name: str = ""
    emails: tuple[str, ...] = ()
    handles: tuple[tuple[Network, str], ...] = ()
    year: int | None = None


class OwnPast(msgspec.Struct, frozen=True, kw_only=True):
    """A past of one's own that stands in an archive: to be stated here, or not."""

    kind: PastKind
    name: str
    from_year: int | None = None
    until_year: int | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader tells of a file. `unnamed` counts those of whom it has only a number."""

    kind: Kind
    people: tuple[Named, ...]
    pasts: tuple[OwnPast, ...] = ()
    unnamed: int = 0


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who lives here and may be found. `email` is there where they allow to be found by it."""

    account_id: Id
    handle: str
    name: str
    discoverable: bool
    email: str | None = None
    mastodon: str = ""
    x: str = ""
    instagram: str = ""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is, or may be, whom the file names as `said`; `detail` is the handle where one decided it."""

    account_id: Id
    said: str
    why: Why
    detail: str = ""


class Absent(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is not here, as far as may be known."""

    name: str
    email: str | None = None
    year: int | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a run."""

    kind: Kind
    here: tuple[Match, ...] = ()
    perhaps: tuple[Match, ...] = ()
    absent: tuple[Absent, ...] = ()
    pasts: tuple[OwnPast, ...] = ()
    unnamed: int = 0


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run is."""

    id: Id
    state: State = "waiting"
    percent: int = 0
    problem: Problem | None = None


class FileCame(Fact, frozen=True, kw_only=True):
    """A file lies ready to be read."""

    owner_id: Id
    run_id: Id


class FileForgotten(Fact, frozen=True, kw_only=True):
    """Whatever became of the file, it is not to lie here any longer."""

    owner_id: Id
    run_id: Id
