"""Looking at an organisation's website for the link that proves that it is theirs."""

from datetime import timedelta

import msgspec

from kith.base.core.errors import Elsewhere
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.model import WebsiteState
from kith.organisations.rules.websites import names_profile, same_site, says_me, well_known_of
from kith.people import find_account

PAGE_MAX_BYTES = 500_000
FETCH_TIMEOUT_S = 10
AGAIN_DAYS = 7  # a site that changes hands is found out within so many days
AGAIN_AT_ONCE_MAX = 200  # of a night


async def check_website(work: Work, organisation_id: Id) -> None:
    """Ask the website, and write down what it says. Nothing is held meanwhile: another server may take its time."""
    organisation = await store.find_organisation(work.db, organisation_id)
    account = await find_account(work.db, organisation_id)
    if organisation is None or account is None or not organisation.website or organisation.closed_at is not None:
        return
    await work.rest()
    state, said = await _asked(work, organisation.website, f"{work.house.settings.url}/@{account.handle}")
    held = await store.lock_organisation(work.db, organisation_id)
    if held.website == organisation.website:  # another may stand there by now, and waits for a look of its own
        after = msgspec.structs.replace(held, website_state=state, website_said=said, website_checked_at=work.now)
        await store.change_organisation(work.db, after)


async def check_old_websites(work: Work) -> None:
    """Look again at those that were looked at long ago: nightly."""
    before = work.now - timedelta(days=AGAIN_DAYS)
    for one in await store.websites_checked_before(work.db, before, limit=AGAIN_AT_ONCE_MAX):
        await check_website(work, one)


async def _asked(work: Work, website: str, profile: str) -> tuple[WebsiteState, str]:
    said = ""
    for address, proves in ((website, says_me), (well_known_of(website), names_profile)):
        try:
            fetched = await work.house.outside.fetch(
                address,
                accept=("text/html", "application/xhtml+xml", "text/plain"),
                bytes_max=PAGE_MAX_BYTES,
                timeout_s=FETCH_TIMEOUT_S,
                cut=True,
            )
        except Elsewhere as error:
            said = said or error.text
            continue
        # A site that sends anybody anywhere ("?to=…") would else vouch for whomever it sends there.
        stayed = same_site(fetched.url, website)
        if fetched.is_ok and stayed and proves(fetched.body.decode("utf-8", "replace"), profile):
            return "verified", ""
    return "failed", (said or _("Neither the page nor the file names this organisation."))[:300]
