"""Something that is done at the clinic's desk, or said to it."""

from dataclasses import dataclass

from kith.desk.model import Channel

CLINIC = "linden_clinic"


@dataclass(frozen=True)
class Deed:
    """Who does what, how many hours ago. At the desk, `of` is whose case it is about; in private, unless it is `open`."""

    hours_ago: float
    who: str
    kind: str
    text: str = ""
    of: str = ""
    open: bool = False

    @property
    def channel(self) -> Channel:
        """Where it was said."""
        return "thread" if self.open else "talk"
