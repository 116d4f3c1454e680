"""The entity `Relation`: what two people declare to be to each other. It counts when both say so."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.kith.tie import RelationEntity, present_relation
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.people import seen_account
from kith.ties import confirm, decline, end, my_relations, propose
from kith.ties.model import RELATION_KINDS, Past, RelationKind


class RelationForm(msgspec.Struct, frozen=True, kw_only=True):
    """What two are, since when, until when, and where."""

    kind: RelationKind
    from_year: int | None = None
    until_year: int | None = None
    place: str = ""


async def show_all(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/ties/relations`: list what one declares and is asked, what changed last first."""
    return json_answer([present_relation(one) for one in await my_relations(work)])


async def do_propose(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/ties/ID/relations`: ask somebody to say so, too."""
    form, other = await read_form(request, RelationForm), await seen_account(work, path_id(request))
    past = Past(from_year=form.from_year, until_year=form.until_year, place=form.place)
    return json_answer(present_relation(await propose(work, other.id, form.kind, past)))


async def do_confirm(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/ties/ID/relations/KIND/confirm`: say so, too."""
    other = await seen_account(work, path_id(request))
    return json_answer(present_relation(await confirm(work, other.id, _kind(request))))


async def do_decline(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/ties/ID/relations/KIND/decline`: say no; whoever asked goes on waiting."""
    other = await seen_account(work, path_id(request))
    await decline(work, other.id, _kind(request))
    return json_answer({})


async def do_end(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/ties/ID/relations/KIND`: end what holds, or take back what one asked. Nobody is told."""
    other = await seen_account(work, path_id(request))
    await end(work, other.id, _kind(request))
    return json_answer({})


def _kind(request: Request) -> RelationKind:
    kind: RelationKind = request.path_params["kind"]
    if kind not in RELATION_KINDS:
        raise NotFound
    return kind


_ALL, _ONE = "/api/kith/v1/ties/{id}/relations", "/api/kith/v1/ties/{id}/relations/{kind}"
ROUTES = (
    Route(method="GET", path="/api/kith/v1/ties/relations", handler=show_all, scope="read", gives=list[RelationEntity]),
    Route(method="POST", path=_ALL, handler=do_propose, scope="write", asks=(RelationForm,), gives=RelationEntity),
    Route(method="POST", path=f"{_ONE}/confirm", handler=do_confirm, scope="write", gives=RelationEntity),
    Route(method="POST", path=f"{_ONE}/decline", handler=do_decline, scope="write", gives=Nothing),
    Route(method="DELETE", path=_ONE, handler=do_end, scope="write", gives=Nothing),
)
