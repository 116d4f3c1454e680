"""A program that may write answers on the page, and reads nobody's words unless it may that, too."""

import httpx

from kith.base.work import House
from kith.desk.tests.scene import Scene, act, gather, look, write_to
from kith.organisations import let_program_in
from kith.organisations.model import PROGRAM_SCOPES
from kith.report import load_report, sort_questions
from tests.clock import TestClock

ANSWER = {"question": "Flu shots?", "answer": "Every morning until ten."}


async def _key(house: House, scene: Scene, *scopes: str) -> str:
    given = {"name": "Zendo", "scopes": scopes, "lasts_days": None}
    return str((await act(house, scene.samira, let_program_in, scene.clinic, **given))[1])


async def test_a_program_answers_a_question_on_the_page(
    house: House, clock: TestClock, client: httpx.AsyncClient
) -> None:
    """By a part of its own; and sees the cases that ask only where it may read cases."""
    scene = await gather(house)
    for who in (scene.ana, scene.ben):
        await write_to(house, who, scene.clinic, "Do you give flu shots without an appointment?")
    clock.tick(hours=1)
    await act(house, scene.samira, sort_questions, scene.clinic)
    async with house.reading() as work:
        today = work.now.date()
    [question] = (await look(house, scene.mara, load_report, scene.clinic, "month", today)).questions
    path = f"/api/kith/v1/desks/{scene.clinic}/questions/{question.group_id}/answer"

    async def asked(key: str, sent: dict[str, str]) -> httpx.Response:
        return await client.put(path, json=sent, headers={"authorization": f"Bearer {key}"})

    others = await _key(house, scene, *(one for one in PROGRAM_SCOPES if one != "write:questions"))
    assert (await asked(others, ANSWER)).status_code == 403
    deaf = await asked(await _key(house, scene, "write:questions"), ANSWER)
    assert (deaf.status_code, deaf.json()["answered"], deaf.json()["cases"]) == (200, ANSWER, [])
    both = await _key(house, scene, "write:questions", "read:cases")
    assert len((await asked(both, ANSWER)).json()["cases"]) == 2
    assert (await asked(both, {"question": "", "answer": "x"})).status_code == 422
