"""`/settings/topics`: topics of one's own."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.topics import store
from kith.topics.actions import change_topic, delete_topic, make_topic
from kith.topics.actions.own import acting
from kith.topics.model import EXAMPLE_MAX, EXAMPLES_MAX, LABEL_MAX, OwnTopic, TopicWish
from kith.topics.ready import ready_topics

EXAMPLES_TEXT_MAX = EXAMPLES_MAX * (EXAMPLE_MAX + 2)


class TopicForm(msgspec.Struct, frozen=True, kw_only=True):
    """A topic as it is written on the page: one example a line."""

    label: str = ""
    yes: str = ""
    no: str = ""


@dataclass(frozen=True, kw_only=True)
class TopicsPage:
    """All of one's own, and the names of those that everybody has."""

    own: tuple[OwnTopic, ...]
    ready: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TopicPage:
    """One topic, or a new one, and what was wrong with the form, where something was."""

    own: OwnTopic | None
    form: TopicForm
    label_max: int = LABEL_MAX
    examples_max: int = EXAMPLES_TEXT_MAX
    error: str = ""
    field: str = ""


async def show_topics(work: Work, request: Request) -> Response:
    """`GET /settings/topics`."""
    own = tuple(await store.own_topics_of(work.db, acting(work)))
    content = TopicsPage(own=own, ready=tuple(one.label for one in ready_topics()))
    return await page(work, request, "topics/topics.html", content)


async def show_new(work: Work, request: Request) -> Response:
    """`GET /settings/topics/new`."""
    return await page(work, request, "topics/topic.html", TopicPage(own=None, form=TopicForm()))


async def show_one(work: Work, request: Request) -> Response:
    """`GET /settings/topics/ID`."""
    own = await store.get_own(work.db, acting(work), path_id(request))
    form = TopicForm(label=own.label, yes="\n".join(own.yes), no="\n".join(own.no))
    return await page(work, request, "topics/topic.html", TopicPage(own=own, form=form))


async def do_make(work: Work, request: Request) -> Response:
    """`POST /settings/topics`."""
    form = await read_form(request, TopicForm)
    try:
        await make_topic(work, _wish(form))
    except (Invalid, Refused) as error:
        return await _again(work, request, None, form, error)
    return RedirectResponse("/settings/topics", 303)


async def do_change(work: Work, request: Request) -> Response:
    """`POST /settings/topics/ID`."""
    form, topic_id = await read_form(request, TopicForm), path_id(request)
    own = await store.get_own(work.db, acting(work), topic_id)
    try:
        await change_topic(work, topic_id, _wish(form))
    except Invalid as error:
        return await _again(work, request, own, form, error)
    return RedirectResponse("/settings/topics", 303)


async def do_delete(work: Work, request: Request) -> Response:
    """`POST /settings/topics/ID/delete`."""
    await delete_topic(work, path_id(request))
    return RedirectResponse("/settings/topics", 303)


def _wish(form: TopicForm) -> TopicWish:
    return TopicWish(label=form.label, yes=tuple(form.yes.splitlines()), no=tuple(form.no.splitlines()))


async def _again(
    work: Work, request: Request, own: OwnTopic | None, form: TopicForm, error: Invalid | Refused
) -> Response:
    work.undo()
    field = (error.field or "") if isinstance(error, Invalid) else ""
    content = TopicPage(own=own, form=form, error=error.text, field=field)
    return await page(work, request, "topics/topic.html", content, status=422)


_ALL, _ONE = "/settings/topics", "/settings/topics/{id}"
OWN_ROUTES = (
    Route(method="GET", path=_ALL, handler=show_topics),
    Route(method="GET", path=f"{_ALL}/new", handler=show_new),
    Route(method="POST", path=_ALL, handler=do_make),
    Route(method="GET", path=_ONE, handler=show_one),
    Route(method="POST", path=_ONE, handler=do_change),
    Route(method="POST", path=_ONE + "/delete", handler=do_delete),
)
