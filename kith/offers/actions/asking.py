"""A person asks for the offers of an organisation, so often, or no more. Nobody else learns of it."""

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.offers.model import AskedOffers
from kith.organisations import themself
from kith.people import find_follow, offers_wanted, present_accounts, want_offers
from kith.people.model import OfferPace


async def ask_for_offers(work: Work, organisation_id: Id, pace: OfferPace) -> None:
    """Ask for an organisation's offers, so often; asked again it is the newest wish that counts.

    Who asks follows it, too. Raises `NotFound` for what is no organisation, `Refused` for who acts as one.
    """
    themself(work)
    await want_offers(work, organisation_id, pace)


async def ask_no_more(work: Work, organisation_id: Id) -> None:
    """Ask for its offers no more. Who did not ask is no trouble."""
    themself(work)
    await want_offers(work, organisation_id, None)


async def asked_of(work: Work, organisation_id: Id) -> OfferPace | None:
    """Tell how often one asked for an organisation's offers; `None` where not at all."""
    if work.actor is None or work.actor != work.hand:
        return None
    known = await find_follow(work.db, work.actor, organisation_id)
    return known.offers if known is not None else None


async def my_offers(work: Work) -> list[AskedOffers]:
    """List whose offers one asked for, and how often, by name."""
    wanted = {one.followee_id: one.offers for one in await offers_wanted(work.db, themself(work))}
    found = []
    for account in await present_accounts(work.db, list(wanted)):
        pace = wanted[account.id]
        if pace is not None:
            found.append(AskedOffers(account=account, pace=pace))
    return sorted(found, key=lambda one: (one.account.name.casefold(), one.account.id))


async def organisation_named(work: Work, account_id: Id) -> None:
    """Raise `NotFound` unless this is an organisation that is there."""
    found = await present_accounts(work.db, [account_id])
    if not found or found[0].kind != "organisation":
        raise NotFound
