"""How somebody usually posts, and which sites may name them."""

from collections.abc import Iterable

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting
from kith.people.model import Member
from kith.people.rules.domains import check_domain
from kith.people.rules.relations import check_languages
from kith.people.store import SignedIn

ATTRIBUTION_DOMAINS_MAX = 100
Habits = SignedIn | Member  # either says how somebody usually posts


async def habits_of(work: Work) -> Habits:
    """Tell how whoever acts usually posts: known already where they showed a key in this work."""
    return work.memo.get(SignedIn) or await store.get_member(work.db, acting(work))


async def set_posting(work: Work, *, language: str | None = None, sensitive: bool | None = None) -> None:
    """Keep in which language somebody usually writes, empty for none, and whether their pictures are usually veiled."""
    member = await store.lock_member(work.db, acting(work))
    wanted = member.post_language if language is None else next(iter(check_languages([language])), None)
    veiled = member.post_sensitive if sensitive is None else sensitive
    await store.set_posting(work.db, member.account_id, language=wanted, sensitive=veiled)


async def set_attribution_domains(work: Work, names: Iterable[str]) -> None:
    """Keep the sites that may name somebody as the creator of their pages."""
    domains = tuple(dict.fromkeys(check_domain(name, own="") for name in names if name.strip()))
    if len(domains) > ATTRIBUTION_DOMAINS_MAX:
        text = _("That is too many at once: {count} can be kept.").format(count=ATTRIBUTION_DOMAINS_MAX)
        raise Invalid(text, field="attribution_domains")
    await store.set_attribution_domains(work.db, acting(work), domains)
