"""What kind of post an organisation writes: said, asked, and never decided by a machine."""

import pytest

from kith.base.core.errors import Invalid, NotFound, Refused, Undecided
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.offers import ask_for_offers, declare
from kith.offers.rules import looks_like_promotion
from kith.offers.store import find_kind
from kith.offers.tests.scene import CAKES, Bakery, a_bakery, say
from kith.organisations.tests.scene import person
from kith.pledges import anyway
from kith.posts import edit, publish, save_draft
from kith.posts.actions import publish_due
from kith.posts.model import DraftDue, Post, Words
from kith.worker import run_everything_due
from tests.clock import TestClock

MORNING = "The oven is itself again. So am I, nearly."

LOOKS = [
    # words, announcing, selling: asked?
    (20, 0.9, 0.3, True),
    (4, 0.9, 0.3, False),
    (20, 0.5, 0.3, False),
    (20, 0.9, 0.1, False),
    (20, 0.0, 0.5, True),
]


@pytest.mark.parametrize(("words", "announcing", "selling", "asked"), LOOKS)
def test_both_machines_have_to_think_so(words: int, announcing: float, selling: float, *, asked: bool) -> None:
    assert looks_like_promotion(words=words, announcing=announcing, selling=selling) is asked


async def write(house: House, bakery: Bakery, text: str, *, answers: dict[str, str] | None = None) -> Post:
    """Let the bakery post as an app does."""
    async with house.work(actor=bakery.id, hand=bakery.owner) as work:
        return await publish(work, Words(text=text, answers=answers or {}))


async def kind_of(house: House, bakery: Bakery, post: Post) -> str | None:
    """Give what the bakery says of a post."""
    async with house.reading() as work:
        found = await find_kind(work.db, bakery.id, post.id)
    return found.kind if found else None


async def test_what_does_not_look_like_an_offer_is_conversation(house: House) -> None:
    """Nobody is asked."""
    bakery = await a_bakery(house)
    post = await write(house, bakery, MORNING)
    assert (await kind_of(house, bakery, post), post.offer) == ("conversation", None)


async def test_what_looks_like_one_is_asked_about(house: House) -> None:
    """With both answers to choose from; nothing is posted."""
    bakery = await a_bakery(house)
    with pytest.raises(Undecided, match="looks like an offer") as caught:
        await write(house, bakery, CAKES)
    assert set(caught.value.choices) == {"offer", "sure"}


@pytest.mark.parametrize("answers", [{"offers": "sure"}, anyway(Words()).answers])
async def test_its_team_has_the_last_word(house: House, answers: dict[str, str]) -> None:
    """Asked, it says that this is conversation; an app says so by sending it once more."""
    bakery = await a_bakery(house)
    post = await write(house, bakery, CAKES, answers=dict(answers))
    assert (await kind_of(house, bakery, post), post.offer) == ("conversation", None)


@pytest.mark.parametrize(("text", "answers"), [(CAKES, {"offers": "offer"}), (f"{CAKES} #offer", {})])
async def test_an_offer_is_one_by_word_or_by_hashtag(house: House, text: str, answers: dict[str, str]) -> None:
    """The second is for apps that know nothing else."""
    bakery = await a_bakery(house)
    post = await write(house, bakery, text, answers=answers)
    assert (await kind_of(house, bakery, post), post.offer) == ("offer", "month")


async def test_people_are_never_asked(house: House) -> None:
    """Whatever they say, and whatever they call it."""
    bakery = await a_bakery(house)
    async with house.work(actor=bakery.owner) as work:
        post = await publish(work, Words(text=f"{CAKES} #offer", answers={"offers": "offer"}))
    assert post.offer is None


@pytest.mark.parametrize(
    "more",
    [
        {"text": "Cakes for @rosa, half price"},
        {"text": "Cakes", "quote_of_id": True},
        {"text": "Cakes", "reply_to_id": True},
    ],
)
async def test_an_offer_names_quotes_and_answers_nobody(house: House, more: dict[str, object]) -> None:
    """By any of these it would come to who did not ask."""
    bakery = await a_bakery(house)
    async with house.work(actor=bakery.owner) as work:
        theirs = await publish(work, Words(text="Good morning @bakery"))
    await run_everything_due(house)
    wish = {name: theirs.id if value is True else value for name, value in more.items()}
    with pytest.raises(Invalid, match="An offer"):
        await say(house, bakery, kind="offer", **wish)  # type: ignore[arg-type]


async def test_an_answer_is_conversation_and_nobody_is_asked(house: House) -> None:
    """Whoever asks what the cake costs is told."""
    bakery = await a_bakery(house)
    async with house.work(actor=bakery.owner) as work:
        asked = await publish(work, Words(text="@bakery what are the cakes?"))
    async with house.work(actor=bakery.id, hand=bakery.owner) as work:
        post = await publish(work, Words(text=CAKES, reply_to_id=asked.id))
    assert (await kind_of(house, bakery, post), post.offer) == (None, None)


async def test_what_goes_on_with_an_offer_is_one(house: House) -> None:
    """And goes as far."""
    bakery = await a_bakery(house)
    first = await say(house, bakery, CAKES, "offer")
    second = await say(house, bakery, "And rolls.", "conversation", reply_to_id=first.id)
    assert (await kind_of(house, bakery, second), second.offer) == ("offer", "month")


async def test_an_edit_that_turns_to_an_offer_is_asked_about(house: House) -> None:
    """And is one where its team says so; a correction of a word asks nothing."""
    bakery = await a_bakery(house)
    post = await say(house, bakery, MORNING)
    async with house.work(actor=bakery.id, hand=bakery.owner) as work:
        await edit(work, post.id, Words(text=MORNING.replace("nearly", "almost")))
    plain = await write(house, bakery, MORNING)
    with pytest.raises(Undecided):
        async with house.work(actor=bakery.id, hand=bakery.owner) as work:
            await edit(work, plain.id, Words(text=CAKES))
    async with house.work(actor=bakery.id, hand=bakery.owner) as work:
        changed = await edit(work, plain.id, Words(text=CAKES, answers={"offers": "offer"}))
    assert (await kind_of(house, bakery, changed), changed.offer) == ("offer", "month")


async def test_the_clock_sends_what_was_said_and_holds_back_what_nobody_said(house: House, clock: TestClock) -> None:
    """It can ask nobody; the draft says why it is still there."""
    bakery = await a_bakery(house)
    drafts = []
    for answers in ({"offers": "offer"}, {}):
        async with house.work(actor=bakery.id, hand=bakery.owner) as work:
            words = Words(text=CAKES, answers=answers)
            drafts.append(await save_draft(work, words, publish_at=work.now.replace(year=work.now.year + 1)))
    clock.tick(days=370)
    for draft in drafts:
        async with house.work() as work:
            await publish_due(work, DraftDue(person_id=bakery.id, draft_id=draft.id))
    async with house.reading() as work:
        sent = await work.db.values(_OFFERS, author_id=bakery.id)
        held = await work.db.values(_HELD, person_id=bakery.id)
    assert (sent, held) == (["month"], ["This looks like an offer. Is it one?"])


_OFFERS = Statement("SELECT offer FROM posts WHERE author_id = %(author_id)s ORDER BY id")
_HELD = Statement("SELECT held_because FROM drafts WHERE person_id = %(person_id)s ORDER BY id")


async def test_what_is_anothers_cannot_be_declared(house: House) -> None:
    """Not there and not one's own look alike; what a person says is of no kind."""
    bakery = await a_bakery(house)
    post = await say(house, bakery, MORNING)
    async with house.work(actor=bakery.owner) as work:
        own = await publish(work, Words(text="Mine"))
    for who, post_id in ((bakery.owner, post.id), (bakery.owner, own.id), (bakery.owner, Id(7))):
        with pytest.raises(NotFound):
            async with house.work(actor=who) as work:
                await declare(work, post_id, "offer")


async def test_only_people_ask_for_offers_and_only_of_organisations(house: House) -> None:
    """An organisation asks for none; a person has none."""
    bakery, ben = await a_bakery(house), await person(house, "ben")
    with pytest.raises(Refused, match="for people"):
        async with house.work(actor=bakery.id, hand=bakery.owner) as work:
            await ask_for_offers(work, bakery.id, "each")
    with pytest.raises(NotFound):
        async with house.work(actor=ben) as work:
            await ask_for_offers(work, bakery.owner, "each")
