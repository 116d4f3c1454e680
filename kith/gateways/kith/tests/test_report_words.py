"""A program that counts for the report reads no words of people, unless it may read their cases."""

from kith.base.work import House
from kith.desk.tests.scene import Scene
from kith.gateways.kith.tests.test_programs import Ask, ask, desk_path, key_for, scene
from kith.report.tests.test_reading import asked_twice
from tests.clock import TestClock

__all__ = ["ask", "scene"]


async def test_a_program_with_the_report_alone_reads_no_words(
    house: House, scene: Scene, ask: Ask, clock: TestClock
) -> None:
    """How often a question came up it is told either way."""
    await asked_twice(house, scene, clock)
    path = desk_path(scene, f"/report?on={house.clock().date()}")
    numbers, both = [
        await key_for(house, scene, *scopes) for scopes in (("read:report",), ("read:report", "read:cases"))
    ]
    for key, words in ((both, "Can I come for a flu shot without an appointment?"), (numbers, "")):
        [question] = (await ask(key, "GET", path)).json()["questions"]
        assert (question["times"], question["words"]) == (2, words)
