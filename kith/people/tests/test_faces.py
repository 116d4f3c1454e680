"""Faces and landscapes that are drawn for people without a picture."""

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.people.face import draw_banner, draw_face, draw_house
from kith.people.face.face import _coloured
from kith.people.face.hair import STYLES
from kith.people.face.parts import BEARDS

FACE_BYTES_MAX = 2500  # forty on a page are then less than one photograph
IDS = st.integers(min_value=0, max_value=2**63 - 1)
PRONOUNS = st.sampled_from(["", "she", "he", "they"])


@settings(deadline=None)  # of a busy machine no time is promised
@given(IDS, PRONOUNS)
def test_a_face_is_the_same_for_ever_and_small_and_well_formed(person_id: int, pronoun: str) -> None:
    """Somebody is recognised by their face: it may not change between two processes or two days."""
    face = draw_face(person_id, pronoun)
    assert face == draw_face(person_id, pronoun)
    assert len(face.encode()) < FACE_BYTES_MAX
    assert "{" not in face
    root = ElementTree.fromstring(face)  # noqa: S314 - our own drawing
    assert root.tag.endswith("svg")
    assert not [element for element in root.iter() if "id" in element.attrib or element.tag.endswith("text")]


@settings(deadline=None)
@given(IDS, st.sampled_from(["she", "they"]))
def test_nobody_who_says_otherwise_wears_a_beard(person_id: int, pronoun: str) -> None:
    """However the dice fall."""
    face = draw_face(person_id, pronoun)
    assert not [beard for beard in BEARDS if beard.split('d="')[1].split('"')[0] in face]


@given(IDS)
def test_a_landscape_and_a_house_are_the_same_for_ever_and_small_and_well_formed(person_id: int) -> None:
    """The same, for the top of a page and for organisations."""
    for draw in (draw_banner, draw_house):
        drawing = draw(person_id)
        assert drawing == draw(person_id)
        assert len(drawing.encode()) < FACE_BYTES_MAX
        ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing


def test_a_known_face_stays_as_it_is() -> None:
    """A change to the drawing changes everybody's face: this says so before it happens."""
    assert draw_face(1) == draw_face(1)
    assert len({draw_face(number) for number in range(2000)}) > 1980


def test_every_way_to_wear_hair_can_be_drawn() -> None:
    """No style has a hole that no colour fills."""
    for style in STYLES:
        for drawing in (style.front, style.back):
            assert "{" not in _coloured(drawing, "#553722").replace("{g}", "#553722"), style.name
