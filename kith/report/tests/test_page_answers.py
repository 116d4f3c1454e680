"""What the page answers is known when it is written there, and stays known when it is worded anew."""

import pytest

from kith.base.work import House
from kith.desk.tests.scene import Scene, act, gather, look, write_to
from kith.organisations import About, tell_about
from kith.organisations.model import Answered
from kith.organisations.rules.answers import reworded
from kith.report import load_report, sort_questions
from tests.clock import TestClock

FLU = "Do you give flu shots without an appointment?"


async def _answer(house: House, scene: Scene) -> str | None:
    async with house.reading() as work:
        today = work.now.date()
    report = await look(house, scene.mara, load_report, scene.clinic, "month", today)
    [question] = report.questions
    answer: str | None = question.answer
    return answer


async def _tell(house: House, scene: Scene, *questions: tuple[str, str]) -> None:
    await act(house, scene.samira, tell_about, scene.clinic, About(questions=questions))


async def test_it_is_matched_when_it_is_written_and_stays_when_it_is_reworded(house: House, clock: TestClock) -> None:
    """Without another case; and an answer that is taken away answers nothing."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, FLU)
    await write_to(house, scene.ben, scene.clinic, "Can I come for a flu shot without an appointment?")
    clock.tick(hours=1)
    await act(house, scene.samira, sort_questions, scene.clinic)
    assert await _answer(house, scene) is None
    await _tell(house, scene, ("Where do I park?", "Nowhere."), (FLU, "Until ten."))
    assert await _answer(house, scene) == FLU
    await _tell(house, scene, ("Where do I park?", "Nowhere."), ("Vaccination mornings", "Until ten."))
    assert await _answer(house, scene) == "Vaccination mornings"
    await _tell(house, scene, ("Vaccination mornings", "Until eleven."), ("Where do I park?", "Nowhere."))
    assert await _answer(house, scene) == "Vaccination mornings"
    await _tell(house, scene, ("Where do I park?", "Nowhere."))
    assert await _answer(house, scene) is None


def _said(*pairs: str) -> list[Answered]:
    return [Answered(question=one[0], answer=one[1], html="") for one in pairs]


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        (("a1", "b2"), ("a1", "b2"), ()),
        (("a1", "b2"), ("c1", "b2"), (("a", "c"),)),
        (("a1", "b2"), ("b2", "c1"), (("a", "c"),)),
        (("a1", "b2"), ("c3", "b2"), (("a", "c"),)),
        (("a1", "b2"), ("b2",), ()),
        (("a1",), ("a1", "c1"), ()),
        (("a1", "b2"), ("b1", "a2"), ()),
        (("a1", "b1"), ("c1", "d1"), (("a", "c"), ("b", "d"))),
    ],
)
def test_which_question_is_which(before: tuple[str, ...], after: tuple[str, ...], pairs: tuple[object, ...]) -> None:
    """A letter is a question, a figure its answer."""
    assert reworded(_said(*before), _said(*after)) == pairs
