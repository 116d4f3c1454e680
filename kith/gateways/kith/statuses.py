"""Posting with open eyes: where one stands before it, and the choice that comes along with the words."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Undecided
from kith.base.core.ids import Id
from kith.base.web.form import read_form
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.gateways.kith.drafts import DraftEntity, present_draft
from kith.gateways.kith.pledge import PledgeStandingEntity, present_standing
from kith.gateways.mastodon.answers import json_answer, one_id
from kith.gateways.mastodon.composing import StatusForm, words_to_post
from kith.gateways.mastodon.deeds import present_sent
from kith.gateways.mastodon.scheduled import ScheduledEntity
from kith.gateways.mastodon.scheduled import present_draft as present_scheduled
from kith.gateways.mastodon.status import StatusEntity
from kith.offers import answers_for
from kith.pledges import Question, answer_key, anyway, pieces_for, schedule_next
from kith.posts import save_draft, send
from kith.posts.model import Words


class ChoiceForm(msgspec.Struct, frozen=True, kw_only=True):
    """What comes along with a status: for each pledge by its id whether it is about it, and what shall happen to it.

    An answer is `yes`, `no` or `later`. To make it a comment, send it as an answer to a status. Of an organisation's
    status, `kind` says what it is; `sure` that it is conversation although it was asked about.
    """

    answers: dict[str, Literal["yes", "no", "later"]] = {}
    choice: Literal["over", "schedule", "draft"] | None = None
    kind: Literal["conversation", "offer", "sure"] | None = None


class AskedWordsForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is being written."""

    status: str = ""
    spoiler_text: str = ""


class QuestionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be chosen first: in words, what there is, and how the pledges stand, the strictest first."""

    error: str
    choices: dict[str, str]
    pledges: tuple[PledgeStandingEntity, ...]


async def do_post(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/statuses`: post a status with the choice beside it; 409 says what there is to choose."""
    form = await read_form(request, ChoiceForm)
    words, publish_at = await words_to_post(work, request)
    key = request.headers.get("idempotency-key") or None
    answers = {answer_key(one_id(name, "answers") or Id(0)): said for name, said in form.answers.items()}
    words = msgspec.structs.replace(words, answers={**answers, **answers_for(form.kind)})
    if publish_at is not None:
        scheduled = await save_draft(work, words, publish_at=publish_at, idempotency_key=key)
        return json_answer(await present_scheduled(work, scheduled))
    if form.choice == "schedule":
        return json_answer(await present_scheduled(work, await schedule_next(work, words, idempotency_key=key)))
    if form.choice == "draft":
        return json_answer(await present_draft(work, await save_draft(work, words, idempotency_key=key)))
    return await _publish(work, anyway(words) if form.choice == "over" else words, key)


async def show_standing(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/pledges/standing`: where one stands before posting these words; nothing is kept of them."""
    form = await read_form(request, AskedWordsForm)
    pieces = await pieces_for(work, f"{form.spoiler_text}\n{form.status}")
    return json_answer([present_standing(one) for one in pieces])


async def _publish(work: Work, words: Words, key: str | None) -> Response:
    try:
        sent = await send(work, words, idempotency_key=key, sent_by="hand")
    except Undecided as error:
        work.undo()
        pieces = error.question.pieces if isinstance(error.question, Question) else ()
        entity = QuestionEntity(
            error=error.text, choices=dict(error.choices), pledges=tuple(present_standing(one) for one in pieces)
        )
        return json_answer(entity, 409)
    return json_answer(await present_sent(work, sent))


ROUTES = (
    Route(
        method="POST",
        path="/api/kith/v1/statuses",
        handler=do_post,
        scope="write:statuses",
        limit="post",
        asks=(StatusForm, ChoiceForm),
        gives=(StatusEntity, ScheduledEntity, DraftEntity),
        also_gives={409: "There is something to choose first: a Question."},
    ),
    Route(
        method="POST",
        path="/api/kith/v1/pledges/standing",
        handler=show_standing,
        scope="read:statuses",
        limit="typing",
        asks=(AskedWordsForm,),
        gives=list[PledgeStandingEntity],
    ),
)
