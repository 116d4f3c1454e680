"""A phone that makes codes, for the tests of two-step sign-in."""

import base64
from dataclasses import dataclass

from kith.base.core.ids import Id
from kith.base.work import House
from kith.people.actions.two_step import begin_two_step, load_two_step, turn_two_step_on
from kith.people.rules.two_step import STEP_S, code_at, step_of
from kith.people.tests.door import PASSWORD
from tests.clock import TestClock


@dataclass(frozen=True)
class Phone:
    """The key in somebody's phone, and the codes on their slip of paper."""

    secret: bytes
    clock: TestClock
    slip: tuple[str, ...] = ()

    def code(self, *, steps: int = 0) -> str:
        """Read the code of now, or of some steps later or earlier."""
        return code_at(self.secret, step_of(self.clock()) + steps)

    def wrong_code(self) -> str:
        """Give a code that is not of now, nor of shortly before or after: any one might be, by chance."""
        near = {self.code(steps=steps) for steps in range(-3, 4)}
        return next(code for code in (f"{number:06}" for number in range(len(near) + 1)) if code not in near)

    def next_code(self) -> str:
        """Wait until there is a new code, and read it."""
        self.clock.tick(seconds=STEP_S)
        return self.code()


def phone_with(key: str, clock: TestClock) -> Phone:
    """Type a key into a phone."""
    return Phone(base64.b32decode(key.replace(" ", "")), clock)


async def switch_on(house: House, person: Id, clock: TestClock) -> Phone:
    """Let somebody set up their second step; the code of now is used up by that."""
    async with house.work(actor=person) as work:
        await begin_two_step(work)
    async with house.work(actor=person) as work:
        phone = phone_with((await load_two_step(work)).key, clock)
        slip = await turn_two_step_on(work, password=PASSWORD, code=phone.code())
    return Phone(phone.secret, clock, slip)
