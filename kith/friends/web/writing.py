"""`/@ana/line`: the composer, addressed to one person, with the last exchange in view. The words are their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.web.page import Pages, Slot, page
from kith.base.web.routing import Route
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.friends.actions import between_us, last_words
from kith.friends.rules.sentences import relation_line
from kith.people import find_present
from kith.people.model import Account
from kith.posts import ComposerPart, composer_to
from kith.posts.model import Card
from kith.ties import sentence


@dataclass(frozen=True, kw_only=True)
class LinePage:
    """A line to somebody: what is so between the two, what was said last, and the composer."""

    account: Account
    name: str
    sentence: str
    lines: tuple[str, ...]
    last: Sequence[Card]
    composer: ComposerPart


async def show_line(work: Work, request: Request) -> Response:
    """`GET /@ana/line`."""
    account = await find_present(work, request.path_params["handle"])
    if account.domain is None and account.id != work.actor:
        return RedirectResponse(f"/talk/to/{account.handle}", 303)  # between people of this server it is a conversation
    between, name = await between_us(work, account), first_name(account)
    content = LinePage(
        account=account,
        name=name,
        sentence=sentence(between.tie, name, work.now, has_died=account.remembered_at is not None),
        lines=tuple(relation_line(one) for one in between.relations if one.state == "confirmed"),
        last=await last_words(work, account),
        composer=await composer_to(work, request, account),
    )
    return await page(work, request, "friends/line.html", content)


async def fill_line(work: Work, request: Request) -> Markup | None:
    """Put what two people said last into the place where they begin to talk; nothing, where the other is no person."""
    account = await find_present(work, request.path_params["handle"])
    if account.kind != "person":
        return None
    between, name = await between_us(work, account), first_name(account)
    pages: Pages = request.app.pages
    shell = await pages.shell(work, request)
    lines = [relation_line(one) for one in between.relations if one.state == "confirmed"]
    return pages.render(
        "friends/line_last.html",
        lines=[*lines, sentence(between.tie, name, work.now, has_died=account.remembered_at is not None)],
        last=await last_words(work, account),
        shell=shell,
    )


SLOTS = (Slot(name="line.last", fill=fill_line),)
ROUTES = (Route(method="GET", path="/@{handle}/line", handler=show_line),)
