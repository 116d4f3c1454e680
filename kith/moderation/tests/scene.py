"""A village with an owner, and short ways to report and to read what was reported."""

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.moderation import report
from kith.moderation.actions.handling import load_reports
from kith.moderation.model import Report, ReportView, ReportWish
from kith.people import set_role
from kith.people.actions.server import ServerWords, decide_server
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act, gather
from kith.posts import publish
from kith.posts.model import Audience, Post, Words

RULES = "Be kind.\n- Above all to newcomers.\n\nNo advertising."

__all__ = ["ANA", "BEN", "CLEO", "DAN", "act", "gather_village", "open_reports", "say", "tell_owners"]


async def gather_village(house: House) -> None:
    """Let Ana own the server, with two rules."""
    await gather(house)
    async with house.work() as work:
        await set_role(work.db, ANA, "owner")
    await act(house, ANA, decide_server, ServerWords(sign_up="open", rules=RULES))


async def say(house: House, person: Id, text: str, *, audience: Audience = "everyone") -> Post:
    """Publish a post."""
    async with house.work(actor=person) as work:
        return await publish(work, Words(text=text, audience=audience))


async def tell_owners(house: House, reporter: Id, about: Id, *posts: Post, comment: str = "Look.") -> Report:
    """Report somebody."""
    wish = ReportWish(account_id=about, comment=comment, post_ids=tuple(post.id for post in posts))
    async with house.work(actor=reporter) as work:
        return await report(work, wish)


async def open_reports(house: House, owner: Id, *, open_: bool = True) -> list[ReportView]:
    """List the reports as an owner sees them."""
    async with house.reading(actor=owner) as work:
        return list((await load_reports(work, Paging(), open_=open_)).items)
