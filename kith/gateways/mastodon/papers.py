"""The server's own words: the entities `PrivacyPolicy` and `TermsOfService`, and the languages to write in."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.web.routing import Handler, Route
from kith.base.web.shown import languages
from kith.base.work import Work
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.dates import date_text
from kith.people import day_of, load_paper


class PrivacyPolicyEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner promises."""

    updated_at: str
    content: str


class TermsEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A version of what the owner asks."""

    effective_date: str
    effective: bool
    content: str
    succeeded_by: str | None


class LanguageEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A language that posts may be written in, by its name in the language of whoever asks."""

    code: str
    name: str


async def show_privacy(work: Work, _request: Request) -> Response:
    """`GET /api/v1/instance/privacy_policy`."""
    view = await load_paper(work, "privacy")
    if not view.holds:
        raise NotFound
    return json_answer(PrivacyPolicyEntity(updated_at=date_text(view.paper.written_at), content=view.paper.html))


async def show_terms(work: Work, request: Request) -> Response:
    """`GET /api/v1/instance/terms_of_service`, and those from a day."""
    day = request.path_params.get("date")
    view = await load_paper(work, "terms", None if day is None else day_of(day))
    return json_answer(
        TermsEntity(
            effective_date=view.paper.effective_on.isoformat(),
            effective=view.holds,
            content=view.paper.html,
            succeeded_by=view.succeeded_on.isoformat() if view.succeeded_on else None,
        )
    )


async def show_languages(_work: Work, request: Request) -> Response:
    """`GET /api/v1/instance/languages`: those that the composer offers."""
    return json_answer([LanguageEntity(code=code, name=name) for code, name in languages(request.state.language)])


def _open(path: str, handler: Handler, gives: object) -> Route:
    missing = {} if gives == list[LanguageEntity] else {404: "The owner wrote none."}
    return Route(
        method="GET",
        path=f"/api/v1/instance/{path}",
        handler=handler,
        access="anyone",
        gives=gives,
        also_gives=missing,
    )


ROUTES = (
    _open("privacy_policy", show_privacy, PrivacyPolicyEntity),
    _open("terms_of_service", show_terms, TermsEntity),
    _open("terms_of_service/{date}", show_terms, TermsEntity),
    _open("languages", show_languages, list[LanguageEntity]),
)
