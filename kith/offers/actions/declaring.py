"""The gates: what kind of post an organisation is about to write, and what it is asked where nobody said so."""

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from kith.base.core.errors import NotFound, Undecided
from kith.base.core.ids import Id, first_id_at
from kith.base.core.words import _
from kith.base.work import Work
from kith.offers import store
from kith.offers.cues import sells
from kith.offers.model import Kind, OfferQuestion, PostKind
from kith.offers.rules import ANSWER_KEY, ask_of, check_offer, is_said_to_others, looks_like_promotion, next_pace
from kith.offers.rules.kinds import MONTH_DAYS, Ask
from kith.organisations import find_organisation, lock_organisation, record
from kith.people import find_account, viewer_of
from kith.people.model import Account, OfferPace
from kith.pledges import OVER_KEY
from kith.posts import find_post, mark_as_offers
from kith.posts.model import Edit, OfferMark, Post, Publish, SentBy, Words
from kith.topics import announcing, ready_topic, score_text


async def weigh_post(work: Work, intent: Publish) -> None:
    """Write down what kind of post an organisation's new one is. Raises `Undecided` where its team is asked first.

    What it answers others, and says to few, is conversation; what goes on with a post of its own is what that is.
    """
    if not await is_organisation(work, intent.author_id):
        return
    said, alone = _said(intent.words, intent.sent_by), intent.parent is None
    if is_said_to_others(intent.words, intent.parent, intent.author_id):
        if said == "offer":
            check_offer(intent.words, answers=True)
        return
    await lock_organisation(work.db, intent.author_id)
    begun = None if intent.parent is None else await store.find_kind(work.db, intent.author_id, intent.parent.root_id)
    if begun is not None and begun.kind == "offer":
        check_offer(intent.words, answers=False)
        await _enter(work, intent.author_id, intent.post_id, "offer", pace=begun.pace)
    elif said == "offer":
        check_offer(intent.words, answers=not alone)
        await _enter(work, intent.author_id, intent.post_id, "offer", pace=await _next_pace(work, intent.author_id))
    else:
        ask_first(intent.words, said, alone=alone)
        await _enter(work, intent.author_id, intent.post_id, "conversation", sure=said == "sure")


async def weigh_edit(work: Work, intent: Edit) -> None:
    """Look at a post that says something else from now on. What was an offer stays one."""
    post, words = intent.post, intent.words
    if not await is_organisation(work, post.author_id) or is_answer(post):
        return
    await lock_organisation(work.db, post.author_id)
    known, said = await store.find_kind(work.db, post.author_id, post.id), _said(words, intent.sent_by)
    alone = post.reply_to_id is None
    if known is not None and known.kind == "offer":
        check_offer(_edited(words, post), answers=False)
    elif said == "offer":
        check_offer(_edited(words, post), answers=not alone)
        pace = await _next_pace(work, post.author_id)
        await _enter(work, post.author_id, post.id, "offer", known=known, pace=pace)
        await mark_as_offers(work, post.author_id, [post.id], pace)  # what passes it on, too
    elif not (known is not None and known.sure) and not is_promotion(f"{post.warning}\n{post.text}"):
        ask_first(words, said, alone=alone)


async def declare(work: Work, post_id: Id, kind: Kind) -> Post:
    """Say as an organisation that a post is an offer, or conversation. Raises `NotFound` for what is not its own.

    What goes on with a post is what that is, and changes with it alone (`Invalid`, as for words that cannot be one).
    """
    post = await _own(work, post_id)
    await lock_organisation(work.db, post.author_id)
    known = await store.find_kind(work.db, post.author_id, post.id)
    if known is not None and known.kind == kind:
        return post
    pace: OfferPace | None = None
    if kind == "offer":
        words = Words(text=post.text, quote_of_id=post.quote_of_id)
        check_offer(words, answers=post.reply_to_id is not None)
        pace = await _next_pace(work, post.author_id)
    elif await store.find_open(work.db, post.author_id) is not None:
        pace = "each"
    await store.write_kind(work.db, _kind(work, post.author_id, post.id, kind, known=known, pace=pace, sure=True))
    await mark_as_offers(work, post.author_id, [post.id], pace)
    if work.actor != work.hand:
        await record(work, post.author_id, "post.kind", subject_id=post.id)
    return msgspec.structs.replace(post, offer=pace)


def ask_first(words: Words, said: Ask | None, *, alone: bool) -> None:
    """Raise `Undecided` where words look like an offer, and nobody said that they are none."""
    if said == "sure" or not is_promotion(f"{words.warning}\n{words.text}"):
        return
    choices = {"sure": _("Post it as conversation")}
    if alone:
        choices = {"offer": _("It is an offer (apps write #offer into it)"), **choices}
    raise Undecided(_("This looks like an offer. Is it one?"), choices=choices, question=OfferQuestion())


def is_promotion(text: str) -> bool:
    """Ask the list of words that sell, and the machine, whether a text looks like promotion; they decide nothing."""
    if sells(text):
        return True
    selling = ready_topic("selling")
    assert selling is not None, "everybody has this topic"
    return looks_like_promotion(
        words=len(text.split()), announcing=announcing(text), selling=score_text(text, [selling])["selling"]
    )


async def is_organisation(work: Work, account_id: Id) -> bool:
    """Tell whether a team holds this account; of whoever makes the request it is known what they are."""
    known: Account | None = work.memo.get(Account)
    account = known if known is not None and known.id == account_id else await find_account(work.db, account_id)
    if account is None or account.kind != "organisation":
        return False
    return await find_organisation(work.db, account_id) is not None


def is_answer(post: Post) -> bool:
    """Tell whether a post that is out answers somebody else, is for a few, or passes another on."""
    if post.audience == "mentioned" or post.repost_of_id is not None:
        return True
    return post.reply_to_id is not None and not post.author_id == post.reply_to_author_id == post.root_author_id


def answers_for(kind: str | None) -> Mapping[str, str]:
    """Give what an app says of the kind, as it comes along with the words."""
    return {} if kind is None else {ANSWER_KEY: kind}


def _said(words: Words, sent_by: SentBy) -> Ask | None:
    """Give what was said; who sends the same once more from an app was asked, and means it as it stands."""
    said = ask_of(words)
    if said != "offer" and sent_by == "app" and words.answers.get(OVER_KEY) == "over":
        return "sure"
    return said


def _edited(words: Words, post: Post) -> Words:
    return msgspec.structs.replace(words, quote_of_id=post.quote_of_id)


async def _own(work: Work, post_id: Id) -> Post:
    post = await find_post(work.db, await viewer_of(work), post_id)
    if post is None or post.author_id != work.actor or is_answer(post):
        raise NotFound
    if not await is_organisation(work, post.author_id):
        raise NotFound
    return post


async def _next_pace(work: Work, organisation_id: Id) -> OfferPace:
    since_id = first_id_at(work.now - timedelta(days=MONTH_DAYS + 1))
    last = await store.last_paces(work.db, organisation_id, since_id=since_id)
    return next_pace(week_at=last.week_at, month_at=last.month_at, now=work.now)


async def _enter(
    work: Work,
    organisation_id: Id,
    post_id: Id,
    kind: Kind,
    *,
    known: PostKind | None = None,
    pace: OfferPace | None = None,
    sure: bool = False,
) -> None:
    """Write what a post is; while the organisation is beyond the line, its conversation goes no further than offers."""
    made = _kind(work, organisation_id, post_id, kind, known=known, pace=pace, sure=sure)
    await store.write_kind(work.db, made)
    if kind == "conversation" and await store.find_open(work.db, organisation_id) is not None:
        pace = "each"
    if pace is not None:
        work.memo[OfferMark] = OfferMark(post_id=post_id, pace=pace)


def _kind(
    work: Work,
    organisation_id: Id,
    post_id: Id,
    kind: Kind,
    *,
    known: PostKind | None,
    pace: OfferPace | None,
    sure: bool,
) -> PostKind:
    return PostKind(
        organisation_id=organisation_id,
        post_id=post_id,
        kind=kind,
        began_as=known.began_as if known is not None and kind == "offer" else kind,
        sure=sure,
        pace=pace if kind == "offer" else None,
        declared_at=work.now,
    )
