"""Who stands in which circle. Looked at once a day at most, so that a good week or a silent one moves nobody.

| circle | in from R | out below R |
|---|---|---|
| 5 | 3.9, about fortnightly contact | 2.5 |
| 15 | 0.90, about two-monthly | 0.45 |
| 50 | 0.20 | 0.08 |
| 150 | 0.10 | 0.035 |

In after 3 evaluations in a row, out after 14. A full circle takes somebody new for its weakest when they were stronger
by 15 % for 7 days in a row. Nobody's place changes twice within 7 days. Whoever is kept close takes nobody's place.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

import msgspec

from kith.base.core.ids import Id
from kith.ties.model.circle import CIRCLES, Place

ENTER = {5: 3.9, 15: 0.90, 50: 0.20, 150: 0.10}
LEAVE = {5: 2.5, 15: 0.45, 50: 0.08, 150: 0.035}
ENTER_EVALUATIONS = 3
LEAVE_EVALUATIONS = 14
STRONGER = 1.15
CALM_DAYS = 7
_OUTER = {5: 15, 15: 50, 50: 150, 150: 0}
_EVERYWHERE = 10**6  # larger than every circle: outside of all of them


def evaluate(
    places: Mapping[Id, Place],
    close: Mapping[Id, float],
    today: date,
    *,
    kept: Mapping[Id, int],
    apart: Collection[Id],
) -> dict[Id, Place]:
    """Look at all places once more. `close` is R, `kept` who is kept in which circle, `apart` who stands in none."""
    people = (set(places) | {one for one, r in close.items() if r >= ENTER[150]}) - set(apart)
    look = _Look(close=close, today=today, kept=kept)
    for one in sorted(people):
        look.take(one, places.get(one, Place()))
    for circle in CIRCLES:
        look.let_in(circle)
    return {one: place for one, place in look.seen() if _matters(place, today)}


def shown_circle(circle: int, kept_in: int, *, not_close: bool) -> int:
    """Give the circle in which somebody stands, with their owner's word before what was counted; 0 in none."""
    if not_close:
        return 0
    return min((one for one in (circle, kept_in) if one), default=0)


class _Look:
    """One evaluation, as far as it has come."""

    def __init__(self, *, close: Mapping[Id, float], today: date, kept: Mapping[Id, int]) -> None:
        self._close = close
        self._today = today
        self._kept = kept
        self._calm: set[Id] = set()
        self._left: set[Id] = set()  # whoever went out today does not come in again today
        self._challenging: set[Id] = set()  # whoever is stronger today than the weakest of a full circle
        self.places: dict[Id, Place] = {}

    def take(self, one: Id, place: Place) -> None:
        """Count one more evaluation of somebody, and let them out where it was the last."""
        r = self._r(one)
        above = (_counted(n, r >= ENTER[c], ENTER_EVALUATIONS) for n, c in zip(place.above, CIRCLES, strict=True))
        below = (_counted(n, r < LEAVE[c], LEAVE_EVALUATIONS) for n, c in zip(place.below, CIRCLES, strict=True))
        place = msgspec.structs.replace(place, above=tuple(above), below=tuple(below))
        self.places[one] = place
        if place.changed_on is None or self._today - place.changed_on >= timedelta(days=CALM_DAYS):
            self._calm.add(one)
            circle = place.circle
            while circle and place.below[CIRCLES.index(circle)] >= LEAVE_EVALUATIONS:
                circle = _OUTER[circle]
            self._move(one, circle)

    def let_in(self, circle: int) -> None:
        """Let in who has waited long enough, the closest first; among equals the lower id."""
        for one in sorted(self._waiting(circle), key=lambda one: (-self._r(one), one)):
            if self._has_room(circle):
                self._move(one, circle)
                continue
            weakest = self._weakest(circle)
            if weakest is not None and self._has_won(one, circle, weakest) and weakest in self._calm:
                self._move(weakest, _OUTER[circle])
                self._move(one, circle)

    def seen(self) -> Iterable[tuple[Id, Place]]:
        """Give all places as they stand now. A challenge that did not go on today is over."""
        for one, place in self.places.items():
            over = place.challenged and one not in self._challenging
            yield one, msgspec.structs.replace(place, challenged=0, challenged_on=None) if over else place

    def _waiting(self, circle: int) -> Iterable[Id]:
        """List who stands just outside of a circle, may move, and was close enough for it long enough."""
        place_of = CIRCLES.index(circle)
        return [
            one
            for one, place in self.places.items()
            if one in self._calm
            and one not in self._left
            and place.circle == _OUTER[circle]
            and place.above[place_of] >= ENTER_EVALUATIONS
        ]

    def _has_room(self, circle: int) -> bool:
        taken = (one for one, place in self.places.items() if 0 < place.circle <= circle)
        return sum(not self._is_kept(one, circle) for one in taken) < circle

    def _weakest(self, circle: int) -> Id | None:
        """Find who would make room: not one of those further inside, nor one who came today. Of equals the latest.

        Whoever came lately is weighed against too, and stays until a week has passed.
        """
        may_go = [
            one
            for one, place in self.places.items()
            if place.circle == circle and not self._is_kept(one, circle) and not self._moved(one)
        ]
        return min(may_go, key=lambda one: (self._r(one), -self._since(one), -one), default=None)

    def _has_won(self, one: Id, circle: int, weakest: Id) -> bool:
        """Note another day of being stronger, and tell whether it was the last of a week."""
        place = self.places[one]
        if self._r(one) < STRONGER * self._r(weakest):
            return False
        self._challenging.add(one)
        since = place.challenged_on if place.challenged == circle and place.challenged_on else self._today
        self.places[one] = msgspec.structs.replace(place, challenged=circle, challenged_on=since)
        return self._today - since >= timedelta(days=CALM_DAYS - 1)

    def _move(self, one: Id, circle: int) -> None:
        place = self.places[one]
        if circle == place.circle:
            return
        if (circle or _EVERYWHERE) > (place.circle or _EVERYWHERE):
            self._left.add(one)
        self.places[one] = msgspec.structs.replace(
            place, circle=circle, changed_on=self._today, challenged=0, challenged_on=None
        )

    def _is_kept(self, one: Id, circle: int) -> bool:
        return 0 < self._kept.get(one, 0) <= circle

    def _moved(self, one: Id) -> bool:
        return self.places[one].changed_on == self._today

    def _since(self, one: Id) -> int:
        changed_on = self.places[one].changed_on
        return changed_on.toordinal() if changed_on else 0

    def _r(self, one: Id) -> float:
        return self._close.get(one, 0.0)


def _counted(so_far: int, again: bool, most: int) -> int:  # noqa: FBT001 - a count goes on or begins anew
    return min(so_far + 1, most) if again else 0


def _matters(place: Place, today: date) -> bool:
    calm = place.changed_on is None or today - place.changed_on >= timedelta(days=CALM_DAYS)
    return place.circle > 0 or any(place.above) or not calm
