"""The entity `Topic`: what posts can be about, what is said of them, and what the machine thinks of a text."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.people import viewer_of
from kith.posts import get_post
from kith.posts.model import Post
from kith.topics import (
    change_topic,
    correct,
    declarations_of,
    declare,
    delete_topic,
    find_topic,
    make_topic,
    score,
    take_correction_back,
    take_declaration_back,
    topics_for,
    topics_of,
)
from kith.topics.model import SCORED_TEXT_MAX, Evidence, Topic, TopicWish

ASKED_MAX = 50  # topics in one question: everybody's, and all that one person can have


class TopicToChooseEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A topic. `yes` and `no` are the examples of one's own."""

    key: str
    label: str
    own: bool
    yes: tuple[str, ...]
    no: tuple[str, ...]


class TopicForm(msgspec.Struct, frozen=True, kw_only=True):
    """A topic of one's own: all of it."""

    label: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


class ScoreForm(msgspec.Struct, frozen=True, kw_only=True):
    """A text, and the keys of the topics it may be about; without them the ready ones and one's own."""

    text: str = ""
    topics: tuple[str, ...] = ()


class ScoresEntity(msgspec.Struct, frozen=True, kw_only=True):
    """How likely a text is about each topic, between 0 and 1."""

    scores: dict[str, float]


class FoundTopicEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What a post is about, and who says so: its `author`, oneself as its `reader`, or the `machine`, by a score."""

    topic: str
    evidence: Evidence
    score: float | None


class PostTopicsEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What a post is about for whoever asks. `unsorted` are the topics its author was asked about and has not said."""

    topics: tuple[FoundTopicEntity, ...]
    unsorted: tuple[str, ...]


class AboutForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it is about the topic; `asked` where the machine had put it to the author.

    `choice` is what an author says who promised themselves less, and was told so.
    """

    about: bool
    asked: bool = False
    choice: Literal["over"] | None = None


async def show_topics(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/topics`: list the topics one can choose, one's own last."""
    return json_answer([_entity(one) for one in await topics_for(work.db, _me(work))])


async def do_make(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/topics`: make a topic of one's own."""
    form = await read_form(request, TopicForm)
    return json_answer(_entity(await make_topic(work, TopicWish(label=form.label, yes=form.yes, no=form.no))))


async def do_change(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/topics/KEY`: let a topic of one's own say something else; all of it is sent."""
    form = await read_form(request, TopicForm)
    wish = TopicWish(label=form.label, yes=form.yes, no=form.no)
    return json_answer(_entity(await change_topic(work, _own_id(request), wish)))


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/topics/KEY`: delete a topic of one's own, with all that one said about it."""
    await delete_topic(work, _own_id(request))
    return json_answer({})


async def do_score(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/topics/score`: tell how likely a text is about topics, while somebody writes it."""
    form = await read_form(request, ScoreForm)
    if len(form.topics) > ASKED_MAX:
        raise Invalid(_("That is too many at once: {count} at the most.").format(count=ASKED_MAX), field="topics")
    if form.topics:
        topics = [await find_topic(work.db, _me(work), key) for key in dict.fromkeys(form.topics)]
    else:
        topics = await topics_for(work.db, _me(work))
    scores = await score(work.house, form.text[:SCORED_TEXT_MAX], topics)
    return json_answer(ScoresEntity(scores={key: round(value, 3) for key, value in scores.items()}))


async def show_of_post(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/posts/ID/topics`: tell what a post is about, for oneself."""
    viewer = await viewer_of(work)
    post = await get_post(work.db, viewer, path_id(request))
    found = (await topics_of(work.db, viewer, [post]))[post.id]
    said = await declarations_of(work.db, post.author_id, [post.id]) if post.author_id == viewer.id else []
    return json_answer(
        PostTopicsEntity(
            topics=tuple(FoundTopicEntity(topic=one.topic, evidence=one.evidence, score=one.score) for one in found),
            unsorted=tuple(one.topic for one in said if one.about is None and one.source != "author"),
        )
    )


async def do_say(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/posts/ID/topics/KEY`: say whether a post is about a topic; of another's for oneself alone."""
    form, key = await read_form(request, AboutForm), request.path_params["key"]
    post = await get_post(work.db, await viewer_of(work), path_id(request))
    if _is_own(work, post):
        await declare(work, post.id, key, about=form.about, asked=form.asked, anyway=form.choice == "over")
    else:
        await correct(work, post.id, key, about=form.about)
    return await show_of_post(work, request)


async def do_take_back(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/posts/ID/topics/KEY`: take back what one said of a post."""
    key = request.path_params["key"]
    await find_topic(work.db, _me(work), key)
    post = await get_post(work.db, await viewer_of(work), path_id(request))
    if _is_own(work, post):
        await take_declaration_back(work, post.id, key)
    else:
        await take_correction_back(work, post.id, key)
    return await show_of_post(work, request)


def _is_own(work: Work, post: Post) -> bool:
    return post.author_id == work.actor and post.repost_of_id is None


def _entity(topic: Topic) -> TopicToChooseEntity:
    own = topic.own
    return TopicToChooseEntity(
        key=topic.key, label=topic.label, own=own is not None, yes=own.yes if own else (), no=own.no if own else ()
    )


def _me(work: Work) -> Id:
    assert work.actor is not None
    return work.actor


def _own_id(request: Request) -> Id:
    topic_id = parse_id(request.path_params["key"].removeprefix("own-"))
    if topic_id is None:
        raise NotFound
    return topic_id


_ALL, _ONE = "/api/kith/v1/topics", "/api/kith/v1/topics/{key}"
_OF_POST = "/api/kith/v1/posts/{id}/topics"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_topics, scope="read", gives=list[TopicToChooseEntity]),
    Route(method="POST", path=_ALL, handler=do_make, scope="write", asks=(TopicForm,), gives=TopicToChooseEntity),
    Route(
        method="POST",
        path=f"{_ALL}/score",
        handler=do_score,
        scope="read",
        limit="read",
        asks=(ScoreForm,),
        gives=ScoresEntity,
    ),
    Route(method="PUT", path=_ONE, handler=do_change, scope="write", asks=(TopicForm,), gives=TopicToChooseEntity),
    Route(method="DELETE", path=_ONE, handler=do_delete, scope="write", gives=Nothing),
    Route(method="GET", path=_OF_POST, handler=show_of_post, scope="read:statuses", gives=PostTopicsEntity),
    Route(
        method="PUT",
        path=f"{_OF_POST}/{{key}}",
        handler=do_say,
        scope="write:statuses",
        asks=(AboutForm,),
        gives=PostTopicsEntity,
        also_gives={409: "One promised oneself less: send it again with the choice `over`, and it is recorded."},
    ),
    Route(
        method="DELETE",
        path=f"{_OF_POST}/{{key}}",
        handler=do_take_back,
        scope="write:statuses",
        gives=PostTopicsEntity,
    ),
)
