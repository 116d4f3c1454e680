"""A run in words, and its people as the one who looks may see them now."""

from collections.abc import Sequence

import msgspec

from kith.base.core.words import _
from kith.base.work import Work
from kith.finding.actions import shared_with
from kith.finding.actions.running import FILE_MAX_MB
from kith.finding.model import Absent, Match, Outcome, Problem, StatedPast
from kith.people import present_accounts, viewer_of
from kith.people.model import Account


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is here, or may be."""

    account: Account
    match: Match
    shared: StatedPast | None = None  # a past of both, where it is known of somebody who is here perhaps


class SeenOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a run, without those who left or were blocked since."""

    outcome: Outcome
    here: tuple[Known, ...]
    perhaps: tuple[Known, ...]


async def seen_outcome(work: Work, outcome: Outcome) -> SeenOutcome:
    """Put their accounts to the matches of whoever acts."""
    hidden = (await viewer_of(work)).hidden
    wanted = {match.account_id for match in (*outcome.here, *outcome.perhaps)} - set(hidden)
    accounts = {account.id: account for account in await present_accounts(work.db, sorted(wanted))}
    here, perhaps = (
        tuple(
            Known(account=accounts[match.account_id], match=match) for match in matches if match.account_id in accounts
        )
        for matches in (outcome.here, outcome.perhaps)
    )
    return SeenOutcome(outcome=outcome, here=here, perhaps=perhaps)


def absent_of(seen: SeenOutcome, *, namesakes: bool) -> list[tuple[int, Absent]]:
    """List who is not here, with their numbers; with `namesakes`, also of whom somebody here has the name: those stand
    among the perhaps, and nobody shall stand twice.
    """
    perhaps = set() if namesakes else {one.match.said for one in seen.perhaps}
    return [(number, one) for number, one in enumerate(seen.outcome.absent) if one.name not in perhaps]


async def with_pasts(work: Work, found: Sequence[Known], outcome: Outcome) -> list[Known]:
    """Put to each of these people a past that they share with whoever acts: a namesake who was there is no stranger."""
    shared = await shared_with(work, [one.account.id for one in found], outcome.pasts)
    return [msgspec.structs.replace(one, shared=shared.get(one.account.id)) for one in found]


def why_text(known: Known) -> str:
    """Say why somebody is found, in a sentence; in two where both were at the same place."""
    match = known.match
    sentences = {
        "address": _("{name} in your address book: by their mail address, as they allow."),
        "account": _("The very account that you follow there."),
        "claim": _("They say that they are {detail} there."),
        "handle": _("They are called {detail} here, as {name} is there. It may be somebody else."),
        "name": _("Their name is {name}. It may be somebody else."),
    }
    why = sentences[match.why].format(name=match.said, detail=match.detail)
    return why if known.shared is None else f"{why} {_('You were both at {place}.').format(place=known.shared.name)}"


def problem_text(problem: Problem) -> str:
    """Say why a file could not be used, and what to do."""
    sentences: dict[Problem, str] = {
        "unknown": _(
            "That is no address book and no archive that Kith knows. It reads .vcf, .csv, .json and .js files, and "
            "archives that end in .zip or .tar.gz."
        ),
        "broken": _("That file is damaged, or only a part of it arrived. Download it anew and send it once more."),
        "large": _("That file is too large to be read here. Send only the part of it that names people."),
        "bomb": _("That archive would unpack to more than any real one. Kith does not open it."),
        "strange": _("That archive holds links, or names that lead out of it. No network packs one like that."),
        "locked": _("That archive is locked with a password. Unpack it, pack it without one, and send that."),
        "nested": _("In that archive lies another one. Unpack it once, and send the one inside."),
        "pages": _("That archive holds pages to look at. Ask for it once more, in the format JSON."),
        "nothing": _("There is nobody in that file. Send the part that names whom you know, as said above."),
        "slow": _("Reading that file took too long, and was given up. Send only the part that names people."),
        "lost": _("Something went wrong here, and the file is gone. Please send it once more."),
    }
    return sentences[problem].format(size=FILE_MAX_MB)
