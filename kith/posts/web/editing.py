"""Editing and deleting a post."""

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError, NotFound, Undecided
from kith.base.core.ids import Id, parse_id
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.posts.actions import delete, edit
from kith.posts.actions.seeing import acting
from kith.posts.model import Card, PollWish, Words
from kith.posts.web.composing import (
    PictureField,
    WriteForm,
    adding_part,
    form_of,
    keep_pictures,
    note_details,
    words_of,
)
from kith.posts.web.showing import card_of, path_of
from kith.posts.web.writing import BODY_MAX_BYTES, ComposerPart, beside_composer


class EditPage(msgspec.Struct, frozen=True, kw_only=True):
    """The composer, filled with a post. `now_says` is what stands there where another window was quicker."""

    path: str
    composer: ComposerPart
    now_says: Card | None = None


class DeletePage(msgspec.Struct, frozen=True, kw_only=True):
    """The question before a post is deleted."""

    card: Card
    path: str


async def _show(work: Work, request: Request) -> Response:
    card = await _own_card(work, path_id(request))
    return await _page(work, request, card, _form_of_post(work, card))


async def _send(work: Work, request: Request) -> Response:
    card = await _own_card(work, path_id(request))
    form = await keep_pictures(work, await read_form(request, WriteForm))
    version = parse_id(form.version)
    try:
        await note_details(work, form)
        await edit(work, card.post.id, words_of(form), version=version, sent_by="hand")
    except KithError as error:
        work.undo()
        return await _page(work, request, card, form, error=error)
    return RedirectResponse(path_of(card), 303)


async def _ask(work: Work, request: Request) -> Response:
    card = await _own_card(work, path_id(request))
    return await page(work, request, "posts/delete.html", DeletePage(card=card, path=path_of(card)))


async def _delete(work: Work, request: Request) -> Response:
    card = await _own_card(work, path_id(request))
    await delete(work, card.post.id)
    return RedirectResponse(f"/@{card.author.handle}", 303)


async def _own_card(work: Work, post_id: Id) -> Card:
    card = (await card_of(work, post_id)).shown
    if card.author.id != acting(work):
        raise NotFound
    return card


async def _page(
    work: Work, request: Request, card: Card, form: WriteForm, *, error: KithError | None = None
) -> Response:
    asked = isinstance(error, Undecided)
    changed_meanwhile = error is not None and not asked and form.version not in ("", str(card.post.version))
    if changed_meanwhile:
        # Both texts are on the page now, so the next "save" is a decision and not an accident.
        form = msgspec.structs.replace(form, version=str(card.post.version))
    known = {str(one.id): media_url(one.small_key) for one in card.post.attachments if one.small_key}
    part = ComposerPart(
        form=form,
        text_max=work.house.settings.post_text_max,
        adding=await adding_part(work, form, known=known),
        action=f"/posts/{card.post.id}/edit",
        error=error.text if error and not asked else None,
        error_field=error.field if isinstance(error, Invalid) else None,
        editing=True,
        beside=await beside_composer(work, request, form, error) if asked else (),
    )
    content = EditPage(path=path_of(card), composer=part, now_says=card if changed_meanwhile else None)
    return await page(work, request, "posts/edit.html", content, status=409 if asked else 422 if error else 200)


def _form_of_post(work: Work, card: Card) -> WriteForm:
    post, poll = card.post, card.poll
    wish = None
    if poll is not None:
        lasts_s = max(0, int((poll.ends_at - work.now).total_seconds()))
        wish = PollWish(options=poll.options, lasts_s=lasts_s, multiple=poll.multiple, hide_totals=poll.hide_totals)
    words = Words(
        text=post.text,
        warning=post.warning,
        sensitive=post.sensitive,
        language=post.language,
        audience=post.audience,
        reply_to_id=post.reply_to_id,
        poll=wish,
    )
    pictures = tuple(
        PictureField(id=str(one.id), alt=one.alt, focus_x=str(one.focus_x), focus_y=str(one.focus_y))
        for one in post.attachments
    )
    return msgspec.structs.replace(form_of(words, version=str(post.version)), pictures=pictures)


ROUTES = (
    Route(method="GET", path="/posts/{id}/edit", handler=_show),
    Route(method="POST", path="/posts/{id}/edit", handler=_send, limit="post", body_max_bytes=BODY_MAX_BYTES),
    Route(method="GET", path="/posts/{id}/delete", handler=_ask),
    Route(method="POST", path="/posts/{id}/delete", handler=_delete),
)
