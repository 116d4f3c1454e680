"""Who of those whom a file names lives here."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kith.base.core.ids import Id
from kith.finding.model import Absent, Candidate, Match, Named, Outcome, Told, Why
from kith.finding.rules.folding import folded_name

NAMESAKES_MAX = 5  # of one name; of more, none is a help


class Comparison:
    """Compares the people of one file with everybody here, who come by one after the other.

    Mail addresses are compared as hashes, with a salt that lives as long as this object.
    """

    def __init__(self, told: Told, *, salt: bytes, domain: str) -> None:
        self._told = told
        self._salt = salt
        self._domain = domain.lower()
        self._by_address: defaultdict[bytes, list[int]] = defaultdict(list)
        self._by_handle: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        self._here: dict[tuple[int, Id], Match] = {}
        self._perhaps: dict[tuple[int, Id], Match] = {}
        self._namesakes: defaultdict[int, int] = defaultdict(int)
        for number, person in enumerate(told.people):
            for email in person.emails:
                self._by_address[self._hashed(email)].append(number)
            for network, handle in person.handles:
                self._by_handle[network, handle].append(number)
            if name := folded_name(person.name):
                self._by_name[name].append(number)

    def accounts(self) -> list[str]:
        """List the accounts of the Fediverse that the file names, as they are kept: those of this server by handle."""
        named = (handle for network, handle in self._by_handle if network == "mastodon")
        return [handle.removesuffix(f"@{self._domain}") for handle in named]

    def meet_account(self, account_id: Id, address: str) -> None:
        """Note that an account the file names is known; `address` as `accounts` gave it."""
        whole = address if "@" in address else f"{address}@{self._domain}"
        for number in self._by_handle.get(("mastodon", whole), ()):
            self._note(number, account_id, "account", f"@{whole}")

    def meet(self, candidate: Candidate) -> None:
        """Look whether somebody who lives here is named."""
        if candidate.email is not None:
            for number in self._by_address.get(self._hashed(candidate.email), ()):
                self._note(number, candidate.account_id, "address")
        if not candidate.discoverable:
            return
        for network in ("mastodon", "x", "instagram"):
            self._meet_handle(candidate, (network, getattr(candidate, network)), "claim")
        for network in ("x", "instagram"):
            self._meet_handle(candidate, (network, candidate.handle.lower()), "handle")
        if name := folded_name(candidate.name):
            for number in self._by_name.get(name, ()):
                self._note(number, candidate.account_id, "name")

    def _meet_handle(self, candidate: Candidate, handle: tuple[str, str], why: Why) -> None:
        for number in self._by_handle.get(handle, ()):
            self._note(number, candidate.account_id, why, f"@{handle[1]}")

    def outcome(self, *, own: Id, hidden: Iterable[Id]) -> Outcome:
        """Give what came of it, without oneself and whom a block hides: by name."""
        unseen = {own, *hidden}
        here, perhaps = (_kept(found, unseen) for found in (self._here, self._perhaps))
        certain = {match.account_id for match in here.values()}
        known = {number for number, _account in here}
        return Outcome(
            kind=self._told.kind,
            here=_in_order(here.values()),
            perhaps=_in_order(
                match
                for (number, account_id), match in perhaps.items()
                if number not in known and account_id not in certain
            ),
            absent=self._absent(known),
            pasts=self._told.pasts,
            unnamed=self._told.unnamed,
        )

    def _absent(self, known: set[int]) -> tuple[Absent, ...]:
        """List who is not here for certain: also of whom there is a namesake, who may be somebody else."""
        people = [_absent(person) for number, person in enumerate(self._told.people) if number not in known]
        return tuple(sorted(people, key=lambda one: (one.name.casefold(), one.email or "")))

    def _note(self, number: int, account_id: Id, why: Why, detail: str = "") -> None:
        place, said = (number, account_id), _said(self._told.people[number])
        match = Match(account_id=account_id, said=said, why=why, detail=detail)
        if why in ("address", "account"):
            self._here.setdefault(place, match)
        elif place in self._perhaps or self._namesakes[number] < NAMESAKES_MAX:
            self._namesakes[number] += place not in self._perhaps
            self._perhaps.setdefault(place, match)

    def _hashed(self, email: str) -> bytes:
        return hmac.digest(self._salt, email.strip().casefold().encode(), hashlib.sha256)


def _kept(found: Mapping[tuple[int, Id], Match], unseen: set[Id]) -> dict[tuple[int, Id], Match]:
    return {place: match for place, match in found.items() if match.account_id not in unseen}


def _in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Give each account once, by the best reason there is; the file's names decide the order."""
    best: dict[Id, Match] = {}
    for match in matches:
        known = best.get(match.account_id)
        if known is None or _REASONS.index(match.why) < _REASONS.index(known.why):
            best[match.account_id] = match
    return tuple(sorted(best.values(), key=lambda one: (one.said.casefold(), one.account_id)))


_REASONS: Sequence[Why] = ("address", "account", "claim", "handle", "name")


def _said(person: Named) -> str:
    return person.name or next(iter(person.emails), "") or next((f"@{handle}" for _, handle in person.handles), "")


def _absent(person: Named) -> Absent:
    return Absent(name=_said(person), email=next(iter(person.emails), None), year=person.year)
