"""Birthdays: one's own, and those one may know of."""

from collections.abc import Iterable
from datetime import date, timedelta

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.friends import store
from kith.friends.actions.whose import acting, is_here
from kith.friends.model import Birthday, BirthdayShare, OwnBirthday, ShownTo
from kith.friends.rules.birthdays import day_of_year, days_from
from kith.people import get_account, present_accounts, relations, set_born_on, viewer_of
from kith.people.model import Account

SOON_DAYS = 14
NEAR_DAYS = 3  # to write on: as the rules of ties have it
YEAR_DAYS = 366
BIRTHDAYS_MAX = 50


async def own_birthday(work: Work) -> OwnBirthday:
    """Read one's own."""
    me = await get_account(work.db, acting(work))
    shares = await store.shares_of(work.db, [me.id], days=None, limit=1)
    return OwnBirthday(born_on=me.born_on, shown_to=shares[0].shown_to if shares else None)


async def set_birthday(work: Work, born_on: date | None, shown_to: ShownTo | None) -> None:
    """Keep when one was born, and whom one lets know the day. Raises `Invalid` for a day that cannot be."""
    if born_on is None and shown_to is not None:
        raise Invalid(_("Say first which day it is."), field="born_on")
    await set_born_on(work, born_on)
    if born_on is None or shown_to is None:
        await store.take_share_back(work.db, acting(work))
        return
    share = BirthdayShare(owner_id=acting(work), shown_to=shown_to, day_of_year=day_of_year(born_on))
    await store.put_share(work.db, share)


async def birthdays_soon(work: Work) -> list[Birthday]:
    """List whose birthday comes within two weeks, of those one follows who let one know; the next first."""
    viewer = await viewer_of(work)
    days = days_from(work.now.date(), SOON_DAYS)
    shares = await store.shares_of(work.db, viewer.following, days=list(days), limit=BIRTHDAYS_MAX)
    accounts = await _who_let_know(work, shares)
    found = [
        Birthday(account=accounts[one.owner_id], on=days[one.day_of_year]) for one in shares if one.owner_id in accounts
    ]
    return sorted(found, key=lambda one: (one.on, one.account.id))


async def birthdays_near(work: Work) -> dict[Id, date]:
    """Give the birthdays from three days ago until in three days, of those one follows who let one know."""
    viewer = await viewer_of(work)
    days = days_from(work.now.date() - timedelta(days=NEAR_DAYS), 2 * NEAR_DAYS + 1)
    shares = await store.shares_of(work.db, viewer.following, days=list(days), limit=BIRTHDAYS_MAX)
    accounts = await _who_let_know(work, shares)
    return {one.owner_id: days[one.day_of_year] for one in shares if one.owner_id in accounts}


async def birthday_of(work: Work, account: Account) -> date | None:
    """Give somebody's next birthday, where they let one know."""
    if account.id not in (await viewer_of(work)).following:
        return None
    shares = await store.shares_of(work.db, [account.id], days=None, limit=1)
    known = await _who_let_know(work, shares)
    days = days_from(work.now.date(), YEAR_DAYS)
    return next((days.get(one.day_of_year) for one in shares if one.owner_id in known), None)


async def _who_let_know(work: Work, shares: Iterable[BirthdayShare]) -> dict[Id, Account]:
    """Read who of these, all followed, lets whoever acts know: some only those whom they follow, too."""
    viewer = await viewer_of(work)
    asked = [one for one in shares if one.owner_id not in viewer.hidden]
    if not asked:
        return {}
    found = await relations(work.db, viewer.id, [one.owner_id for one in asked], work.now)
    told = [one.owner_id for one in asked if one.shown_to == "followers" or found[one.owner_id].followed_by]
    return {one.id: one for one in await present_accounts(work.db, told) if is_here(one)}
