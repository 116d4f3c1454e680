"""Choices that look like chance and are the same every time."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


class Dice:
    """A long number made of an id and a purpose; each throw takes its share of it."""

    def __init__(self, person_id: int, purpose: str) -> None:
        digest = hashlib.blake2b(f"{purpose}:{person_id}".encode(), digest_size=64).digest()
        self._left = int.from_bytes(digest)

    def pick(self, things: Sequence[Thing]) -> Thing:
        """Take one of them, each as likely as the others."""
        return things[self.number(len(things))]

    def number(self, below: int) -> int:
        """Take a whole number from 0 up to `below`, which is left out."""
        self._left, found = divmod(self._left, below)
        return found

    def chance(self, percent: int) -> bool:
        """Say yes this often."""
        return self.number(100) < percent
