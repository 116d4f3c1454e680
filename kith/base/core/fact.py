"""What goes up: intents before something happens, facts after it did."""

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened. Listeners learn of it after the commit, at least once, in no promised order.

    A fact carries ids, not contents: by the time it is heard the thing may have changed or gone.
    """


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person is about to do. A gate may raise `Refused`, in the same transaction, before it is done."""
