"""An organisation answers, and writes to nobody first; what it says is signed where both wish it."""

import pytest

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.conversations import found_group, open_pair, send
from kith.conversations.model import MessageWish
from kith.organisations import (
    About,
    acts_of,
    ask_to_write,
    ask_to_write_no_more,
    change_own_seat,
    find_relation,
    tell_about,
)
from kith.organisations.tests.scene import Clinic, a_clinic, person, seat_for
from kith.people import load_viewer
from kith.posts import edit, get_post, publish
from kith.posts.model import Words
from kith.worker import run_everything_due


async def post(
    house: House, author: Id, text: str, *, hand: Id | None = None, to: Id | None = None, **more: object
) -> Id:
    """Let somebody post."""
    async with house.work(actor=author, hand=hand) as work:
        made = await publish(work, Words(text=text, reply_to_id=to, **more))  # type: ignore[arg-type]
    await run_everything_due(house)
    return made.id


async def message(house: House, author: Id, to: Id, text: str, *, hand: Id | None = None) -> None:
    """Let somebody write a message."""
    async with house.work(actor=author, hand=hand) as work:
        room = await open_pair(work, to)
        await send(work, room.id, MessageWish(text=text))


async def test_it_names_nobody_who_did_not_speak_to_it(house: House) -> None:
    """After one word of theirs it may."""
    clinic = await a_clinic(house)
    ben = await person(house, "ben")
    with pytest.raises(Refused, match="Ben"):
        await post(house, clinic.id, "Hello @ben, look at this", hand=clinic.owner)
    await post(house, ben, "Good morning @clinic")
    await post(house, clinic.id, "Hello @ben, good morning", hand=clinic.owner)


async def test_it_answers_no_stranger_in_public(house: House) -> None:
    """A post that names it, or answers it, may be answered; any other not."""
    clinic = await a_clinic(house)
    ben, cleo = await person(house, "ben"), await person(house, "cleo")
    theirs = await post(house, ben, "My knee hurts")
    with pytest.raises(Refused):
        await post(house, clinic.id, "We could help", hand=clinic.owner, to=theirs)
    with pytest.raises(Refused):
        await post(house, clinic.id, "Look at this", hand=clinic.owner, quote_of_id=theirs)
    named = await post(house, cleo, "Does @clinic help with knees?")
    await post(house, clinic.id, "We do", hand=clinic.owner, to=named)


async def test_an_edit_is_no_way_round_it(house: House) -> None:
    """Nor is naming them later."""
    clinic = await a_clinic(house)
    await person(house, "ben")
    said = await post(house, clinic.id, "Hello everybody", hand=clinic.owner)
    with pytest.raises(Refused):
        async with house.work(actor=clinic.id, hand=clinic.owner) as work:
            await edit(work, said, Words(text="Hello @ben"))


async def test_it_writes_to_nobody_first_in_private(house: House) -> None:
    """Whoever wrote is answered, also at once, before any job ran."""
    clinic = await a_clinic(house)
    ben = await person(house, "ben")
    with pytest.raises(Refused):
        await message(house, clinic.id, ben, "Buy this", hand=clinic.owner)
    await message(house, ben, clinic.id, "Are you open today?")
    await message(house, clinic.id, ben, "Until six", hand=clinic.owner)


async def test_it_gathers_nobody_who_did_not_speak_to_it(house: House) -> None:
    """A group is no way round it; in one that somebody else made it may answer."""
    clinic = await a_clinic(house)
    ben, cleo = await person(house, "ben"), await person(house, "cleo")
    with pytest.raises(Refused):
        async with house.work(actor=clinic.id, hand=clinic.owner) as work:
            await found_group(work, "Offers", [ben, cleo])
    async with house.work(actor=ben) as work:
        room = await found_group(work, "Moving Mila", [clinic.id, cleo])
        await send(work, room.id, MessageWish(text="Can the clinic lend us the ramp?"))
    async with house.work(actor=clinic.id, hand=clinic.owner) as work:
        await send(work, room.id, MessageWish(text="It can"))


async def test_whoever_asked_for_it_is_written_to_until_they_ask_no_more(house: House) -> None:
    """A press, and another."""
    clinic = await a_clinic(house)
    ben = await person(house, "ben")
    async with house.work(actor=ben) as work:
        await ask_to_write(work, clinic.id)
    await message(house, clinic.id, ben, "We open on Sunday", hand=clinic.owner)
    async with house.work(actor=ben) as work:
        await ask_to_write_no_more(work, clinic.id)
    with pytest.raises(Refused):
        await message(house, clinic.id, ben, "And again", hand=clinic.owner)


async def test_people_write_first_as_they_wish(house: House) -> None:
    """The rule binds organisations alone."""
    await a_clinic(house)
    ben, _cleo = await person(house, "ben"), await person(house, "cleo")
    await post(house, ben, "Hello @cleo")


async def test_a_relation_goes_both_ways(house: House) -> None:
    """It begins with the first word and counts whose turn it was."""
    clinic = await a_clinic(house)
    ben = await person(house, "ben")
    await message(house, ben, clinic.id, "Are you open today?")
    await run_everything_due(house)
    await message(house, clinic.id, ben, "Until six", hand=clinic.owner)
    await message(house, clinic.id, ben, "On Sundays too", hand=clinic.owner)
    await run_everything_due(house)
    async with house.reading() as work:
        relation = await find_relation(work.db, clinic.id, ben)
    assert relation is not None
    assert relation.they_spoke_at is not None
    assert relation.we_spoke_at is not None
    assert relation.exchanges == 1


async def signing(house: House, clinic: Clinic, hand: Id) -> str:
    """Let somebody write for the clinic, and give the name under it."""
    said = await post(house, clinic.id, "Open until six today", hand=hand)
    async with house.reading(actor=clinic.owner) as work:
        return (await get_post(work.db, await load_viewer(work.db, clinic.owner, work.now), said)).signature


async def test_a_post_is_signed_where_the_organisation_and_the_person_wish_it(house: House) -> None:
    """One of the two is not enough."""
    clinic = await a_clinic(house)
    mara = await person(house, "mara")
    await seat_for(house, clinic, mara, "member", shown=True)
    assert await signing(house, clinic, mara) == ""
    async with house.work(actor=clinic.owner) as work:
        await tell_about(work, clinic.id, About(signs=True))
    assert await signing(house, clinic, mara) == "Mara"
    assert await signing(house, clinic, clinic.owner) == ""


async def test_whoever_hides_takes_their_name_off_what_they_wrote(house: House) -> None:
    """Also off what stands there already."""
    clinic = await a_clinic(house)
    mara = await person(house, "mara")
    await seat_for(house, clinic, mara, "member", shown=True)
    async with house.work(actor=clinic.owner) as work:
        await tell_about(work, clinic.id, About(signs=True))
    said = await post(house, clinic.id, "Open until six today", hand=mara)
    async with house.work(actor=mara) as work:
        await change_own_seat(work, clinic.id, shown=False)
    async with house.reading(actor=mara) as work:
        assert (await get_post(work.db, await load_viewer(work.db, mara, work.now), said)).signature == ""


async def test_every_post_is_written_down_with_the_hand_that_wrote_it(house: House) -> None:
    """Owners and managers find it; never what was in it."""
    clinic = await a_clinic(house)
    mara = await person(house, "mara")
    await seat_for(house, clinic, mara, "member")
    said = await post(house, clinic.id, "Open until six today", hand=mara)
    async with house.reading(actor=clinic.owner) as work:
        acts = await acts_of(work.db, clinic.id, Paging())
    assert next((one.deed, one.hand_id, one.subject_id) for one in acts.items) == ("post.published", mara, said)
