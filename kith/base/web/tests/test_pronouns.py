"""What people say they are called by, in their own words."""

import pytest

from kith.base.web.pronouns import pronoun_of


@pytest.mark.parametrize(
    ("said", "manner"),
    [
        ("she/her", "she"), ("(She / Her)", "she"), ("sie/ihr", "she"), ("هي", "she"), ("هِيَ", "she"), ("هى", "she"),
        ("هـي/لها", "she"), ("ضمير المؤنث: هي", "she"), ("مؤنّث", "she"), ("أنثى", "she"), ("ﻫﻲ", "she"), ("она", "she"),
        ("he/him", "he"), ("er", "he"), ("él/he", "he"), ("هُوَ", "he"), ("هو/له", "he"), ("他", "he"), ("그", "he"),
        ("they/them", "they"), ("they/she", "they"), ("she/they", "she"), ("هم", "they"), ("any", "they"),
        ("depends on the day", "they"), ("🙂 she", "she"), ("", ""), ("  ", ""), ("…/…", ""),
    ],
)  # fmt: skip
def test_a_pronoun_is_read_as_it_is_written(said: str, manner: str) -> None:
    """With vowels or without, in brackets, drawn out; of anything else nothing is guessed."""
    assert pronoun_of(said) == manner
