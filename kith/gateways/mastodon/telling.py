"""One subscription as server-sent events."""

from collections.abc import Callable, Sequence

from kith.base.core.errors import KithError
from kith.gateways.mastodon.hearing import Message, Subscription
from kith.gateways.mastodon.listening import DATABASE_GONE, Hearing

_HELLO, _SIGN_OF_LIFE = (b":)\n",), (b":thump\n",)  # as clients know it


class Telling:
    """What an app is told that listens to one stream."""

    __slots__ = ("_hearing", "_is_counted", "_is_over", "subscription")

    def __init__(self, hearing: Hearing, subscription: Subscription) -> None:
        self._hearing = hearing
        self.subscription = subscription
        self._is_counted = self._is_over = False

    @property
    def over(self) -> bool:
        """Whether nothing follows: the token ended, what is listened to is gone, or the server stops."""
        return self._is_over or self.subscription.over or self._hearing.house.live.is_ending

    @property
    def stirs(self) -> bool:
        """Whether there is more."""
        return self.subscription.ear.stirs

    def open(self, wake: Callable[[], None]) -> Sequence[bytes]:
        """Begin to listen. Of two at once that are one too many, the second ends as it begins."""
        if not self._hearing.enter():
            self._is_over = True
            return ()
        self._is_counted = True
        self._hearing.house.live.listen(self.subscription.ear, wake)
        return self.hello()

    def close(self) -> None:
        """Listen no more."""
        if self._is_counted:
            self._hearing.house.live.leave(self.subscription.ear)
            self._hearing.leave()

    def beat(self) -> Sequence[bytes] | None:
        """Give a sign of life, while there is nothing to ask."""
        asks = self.subscription.asked.list_id is not None or not self._hearing.is_known_to_hold
        return None if asks else self.lines(())

    async def more(self) -> Sequence[bytes]:
        """Give the next part."""
        try:
            messages = await self._hearing.read(self.subscription)
        except (KithError, *DATABASE_GONE):
            self._is_over = True
            return ()
        return () if messages is None else self.lines(messages)

    def hello(self) -> Sequence[bytes]:
        """Say what comes first."""
        return _HELLO

    def lines(self, messages: Sequence[Message]) -> Sequence[bytes]:
        """Write messages as they go over the wire; a sign of life, where there are none."""
        lines = [f"event: {one.event}\ndata: {one.payload}\n\n" for one in messages]
        return ("".join(lines).encode(),) if lines else _SIGN_OF_LIFE
