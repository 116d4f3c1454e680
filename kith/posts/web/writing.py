"""The composer: its page, and what happens when it is sent."""

import secrets
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError, NotFound, Undecided
from kith.base.core.ids import parse_id
from kith.base.web.form import read_form
from kith.base.web.page import Pages, page
from kith.base.web.routing import Route
from kith.base.web.shown import address
from kith.base.work import Taken, Work
from kith.people import habits_of
from kith.people.model import Account
from kith.posts import store
from kith.posts.actions import change_draft, publish_draft, save_draft, send
from kith.posts.actions.seeing import acting
from kith.posts.model import Card, Draft, Post
from kith.posts.rules import narrower
from kith.posts.web.composing import (
    AddingPart,
    WriteForm,
    adding_part,
    form_of,
    keep_pictures,
    note_details,
    publish_at_of,
    words_of,
)
from kith.posts.web.showing import card_of, path_of

BODY_MAX_BYTES = (
    530_000_000  # four files of the largest kind the settings allow, and room for words; they know the real bound
)


class ComposerPart(msgspec.Struct, frozen=True, kw_only=True):
    """What the composer component is given, wherever it stands."""

    form: WriteForm
    text_max: int
    adding: AddingPart
    action: str = "/write"
    reply_to: Card | None = None
    quote: Card | None = None
    error: str | None = None
    error_field: str | None = None
    editing: bool = False
    beside: tuple[Any, ...] = ()  # what other features put into it


class WritePage(msgspec.Struct, frozen=True, kw_only=True):
    """The composer on a page of its own."""

    composer: ComposerPart


async def _show(work: Work, request: Request) -> Response:
    draft_id = parse_id(request.query_params.get("draft", ""))
    reply_to_id = parse_id(request.query_params.get("reply_to", ""))
    if draft_id is not None:
        draft = await store.get_draft(work.db, acting(work), draft_id)
        form = form_of_draft(draft, request.state.zone)
    else:
        parent = await card_of(work, reply_to_id) if reply_to_id else None
        form = await fresh_form(work, request, parent)
        quote_id = parse_id(request.query_params.get("quote", ""))
        if quote_id is not None:
            form = msgspec.structs.replace(form, quote_id=str((await card_of(work, quote_id)).shown.post.id))
    return await write_page(work, request, form)


async def _send(work: Work, request: Request) -> Response:
    form = await keep_pictures(work, await read_form(request, WriteForm))
    try:
        await note_details(work, form)
        return RedirectResponse(await _do(work, form, request.state.zone), 303)
    except KithError as error:
        work.undo()
        return await write_page(work, request, form, error)


async def _do(work: Work, form: WriteForm, zone: str) -> str:
    """Publish, keep or schedule; give the page to go to."""
    draft_id = parse_id(form.draft_id)
    words = words_of(form)
    if form.act != "publish":
        publish_at = publish_at_of(form, zone) if form.act == "schedule" else None
        if draft_id is None:
            await save_draft(work, words, publish_at=publish_at, idempotency_key=form.once or None)
        else:
            await change_draft(work, draft_id, words, publish_at=publish_at)
        return "/drafts"
    if draft_id is None:
        sent = await send(work, words, idempotency_key=form.once or None, sent_by="hand")
    else:
        sent = await publish_draft(work, draft_id, words, idempotency_key=form.once or None, sent_by="hand")
    return await place_of(work, sent)


async def place_of(work: Work, sent: Post | Taken) -> str:
    """Give the page of what was sent."""
    return sent.page if isinstance(sent, Taken) else path_of(await card_of(work, sent.id))


async def write_page(work: Work, request: Request, form: WriteForm, error: KithError | None = None) -> Response:
    """Show the composer on its page; after a try, with what was wrong, or with what its author has to choose."""
    part = await composer_part(work, request, form, error)
    status = 200 if error is None else 409 if isinstance(error, Undecided) else 422
    return await page(work, request, "posts/write.html", WritePage(composer=part), status=status)


async def composer_part(work: Work, request: Request, form: WriteForm, error: KithError | None = None) -> ComposerPart:
    """Gather what the composer shows beside its form. What it answers may have gone meanwhile; the words stay."""
    reply_to_id = parse_id(form.reply_to_id)
    try:
        reply_to = (await card_of(work, reply_to_id)).shown if reply_to_id else None
    except NotFound:
        reply_to = None
    beside = () if reply_to and error is None else await beside_composer(work, request, form, error)
    asks_itself = isinstance(error, Undecided) and bool(beside)
    return ComposerPart(
        form=form,
        text_max=work.house.settings.post_text_max,
        adding=await adding_part(work, form),
        reply_to=reply_to,
        quote=await _quoted(work, form),
        error=error.text if error and not asks_itself else None,
        error_field=error.field if isinstance(error, Invalid) else None,
        beside=beside,
    )


async def beside_composer(
    work: Work, request: Request, form: WriteForm, error: KithError | None = None
) -> tuple[Any, ...]:
    """Fill the slots of the composer: they find its form, and what asked, in the state of the request."""
    request.state.composer = form
    request.state.question = error.question if isinstance(error, Undecided) else None
    pages: Pages = request.app.pages
    return tuple(part for part in (await pages.fill(work, request, "composer.")).values() if part)


async def _quoted(work: Work, form: WriteForm) -> Card | None:
    quote_id = parse_id(form.quote_id)
    try:
        return (await card_of(work, quote_id)).shown if quote_id else None
    except NotFound:
        return None


async def fresh_composer(work: Work, request: Request, parent: Card) -> ComposerPart:
    """Give an empty composer for another page, below the post it answers."""
    form = await fresh_form(work, request, parent)
    return ComposerPart(
        form=form,
        text_max=work.house.settings.post_text_max,
        adding=await adding_part(work, form),
        reply_to=parent.shown,
    )


async def composer_to(work: Work, request: Request, account: Account) -> ComposerPart:
    """Give a composer that is addressed to one person, and to nobody else."""
    empty = await fresh_form(work, request, None)
    form = msgspec.structs.replace(empty, audience="mentioned", text=f"{address(account)} ")
    return ComposerPart(form=form, text_max=work.house.settings.post_text_max, adding=await adding_part(work, form))


async def fresh_form(work: Work, request: Request, parent: Card | None) -> WriteForm:
    """Give an empty form with the person's own defaults and a fresh idempotency key."""
    member = await habits_of(work)
    form = WriteForm(
        audience=member.post_audience,
        quote_policy=member.quote_policy,
        language=member.post_language or member.language or request.state.language,
        sensitive=member.post_sensitive,
        once=secrets.token_urlsafe(12),
        text=request.query_params.get("text", "")[: work.house.settings.post_text_max],
    )
    if parent is None:
        return form
    post = parent.shown.post
    return msgspec.structs.replace(
        form,
        reply_to_id=str(post.id),
        audience=narrower(member.post_audience, post),
        warning=post.warning,
        text=_greeting(work, parent.shown),
    )


def _greeting(work: Work, parent: Card) -> str:
    """An answer to few names the others of them, or they would not see it."""
    if parent.post.audience != "mentioned":
        return ""
    others = [m.handle for m in parent.post.mentions if m.account_id not in (work.actor, parent.author.id)]
    return "".join(f"@{handle} " for handle in others)


def form_of_draft(draft: Draft, zone: str) -> WriteForm:
    """Fill the composer with a draft."""
    wall = draft.publish_at.astimezone(ZoneInfo(zone)) if draft.publish_at else None
    return form_of(
        draft.words,
        draft_id=str(draft.id),
        publish_at=wall.strftime("%Y-%m-%dT%H:%M") if wall else "",
        once=f"draft-{draft.id}-{int(draft.updated_at.timestamp() * 1000)}",
    )


ROUTES = (
    Route(method="GET", path="/write", handler=_show),
    Route(method="POST", path="/write", handler=_send, limit="post", body_max_bytes=BODY_MAX_BYTES),
)
