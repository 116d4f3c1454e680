"""The list of words that sell: what it asks about and what not, and that it is for organisations alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.errors import Undecided
from kith.base.work import House
from kith.offers.cues import sells
from kith.offers.tests.scene import a_bakery
from kith.organisations.tests.scene import person
from kith.posts import publish
from kith.posts.model import Words

PLUMS = "20% off all plum cakes this weekend, at the shop and the van."

SAID = [
    (PLUMS, True),
    ("20 percent off everything", True),
    ("Two loaves for the price of one on Saturday.", True),
    ("Choir tickets: £5 at the door, children free.", True),
    ("Summer concert, tickets on sale now for £5.", True),
    ("Show the code PLUM at the till, use code PLUM online.", True),
    ("Order now for Christmas.", True),
    ("Rye is on sale today, 3.50 EUR instead of 5 EUR.", True),
    ("Heute 20 % Rabatt auf alle Pflaumenkuchen, solange der Vorrat reicht.", True),
    ("Brot für nur 3,50 € statt 5 €, jetzt bestellen.", True),
    ("خصم ٢٠٪ على كل الكعك هذا الأسبوع", True),
    ("اطلبوا الآن", True),
    ("20 % de réduction sur toutes les tartes.", True),
    ("Hoy 20% de descuento en todas las tartas.", True),
    ("The oven is itself again. So am I, nearly.", False),
    ("Happy birthday to Ruth, who has bought her rye here for forty years.", False),
    ("We are open on Monday from eight to noon, closed on Tuesday.", False),
    ("Flu shots every morning until ten, no appointment needed.", False),
    ("Thank you: the school fair collected 420 € for the roof.", False),
    ("60% of our flour comes from the mill across the lane.", False),
    ("The price of flour went up again, and we are sorry about it.", False),
    ("The bake sale of the school is on Sunday.", False),
    ("Am Montag haben wir geschlossen, das Mehl ist aus.", False),
    ("المخبز مغلق يوم الاثنين", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "asked"), SAID)
def test_what_sells_is_asked_about(text: str, *, asked: bool) -> None:
    assert sells(text) is asked


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    assert sells(text) in (True, False)


async def test_an_organisation_is_asked_and_a_person_never(house: House) -> None:
    """The same words; what a person sells is nobody's business."""
    bakery, ben = await a_bakery(house), await person(house, "ben")
    with pytest.raises(Undecided, match="looks like an offer"):
        async with house.work(actor=bakery.id, hand=bakery.owner) as work:
            await publish(work, Words(text=PLUMS))
    async with house.work(actor=ben) as work:
        assert (await publish(work, Words(text=PLUMS))).offer is None
