"""A world drawn by chance: people with few loud ones among them, who knows whom how well, and who says what when.

Posting rates are lognormal (σ 2.123, median 2.6 a month, at most 1,500), so that the top tenth writes four fifths (as
Pew counted in 2019). Everybody has 5, 10, 35 and 110 ties with contact about weekly, monthly, half-yearly and yearly;
4 % of the middle ones were once weekly and have been silent for more than a year. Half of everybody follows the
loudest hundredth besides.
"""

import math
import random
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec

from kith.base.core.ids import Id, first_id_at
from kith.ties.model import Direction, Pair
from kith.ties.rules import happened

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
LAYERS = ((5, 7), (10, 30), (35, 182), (110, 365))  # how many, and about every how many days
MIDDLE = (1, 2)  # the layers in which some ties sleep
DORMANT_SHARE = 0.04
RATE_MEDIAN, RATE_SIGMA, RATE_MAX = 2.6, 2.123, 1500
LOUD_SHARE = 0.01
READS_SHARE = 0.6  # of the days
PAST_DAYS = 500
PAST_SCALE = 1.3  # what lay before these days, in the slow sums


@dataclass
class World:
    """Everything that happens without the feed. Ties are those of the readers; a pair is seen from its first."""

    rates: dict[Id, float]
    loud: set[Id]
    readers: list[Id]
    follows: dict[Id, list[Id]]
    layers: dict[tuple[Id, Id], int]
    dormant: set[tuple[Id, Id]]
    pairs: dict[tuple[Id, Id], Pair]
    days: int
    posts: dict[Id, list[Id]] = field(default_factory=dict)  # by author, the oldest first
    contacts: list[list[tuple[Id, Id, datetime]]] = field(default_factory=list)  # by day
    visits: list[list[tuple[Id, datetime]]] = field(default_factory=list)
    followers: dict[Id, int] = field(default_factory=dict)  # how many follow an author, as far as readers tell

    def unread(self, author: Id, now: datetime, *, days: int) -> list[Id]:
        """Give what somebody wrote in the last days, the oldest first."""
        posts = self.posts.get(author, [])
        begin = bisect_right(posts, first_id_at(now - timedelta(days=days)))
        return posts[begin : bisect_right(posts, first_id_at(now))]


def draw_world(*, people: int, readers: int, days: int, seed: int, follow_loud: bool = True) -> World:
    """Draw it. The same seed gives the same world."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    ids = [Id(number) for number in range(1, people + 1)]
    rates = {one: min(RATE_MAX, RATE_MEDIAN * math.exp(chance.gauss(0, RATE_SIGMA))) for one in ids}
    loud = set(sorted(ids, key=lambda one: -rates[one])[: max(1, round(people * LOUD_SHARE))])
    quieter = [one for one in ids if one not in loud]
    reading = sorted(chance.sample(quieter, readers))
    layers = _know_each_other(ids, reading, chance)
    dormant = {ends for ends, layer in layers.items() if layer in MIDDLE and chance.random() < DORMANT_SHARE}
    follows = {one: sorted(b for a, b in layers if a == one) for one in reading}
    if follow_loud:
        for one in reading:
            follows[one] += [other for other in sorted(loud) if chance.random() < 0.5 and other not in follows[one]]
    world = World(
        rates=rates, loud=loud, readers=reading, follows=follows, layers=layers, dormant=dormant, pairs={}, days=days
    )
    world.followers = {one: sum(one in some for some in follows.values()) * people // readers for one in ids}
    world.pairs = {ends: _past(LAYERS[layer][1], chance, is_dormant=ends in dormant) for ends, layer in layers.items()}
    _let_happen(world, chance)
    return world


def _know_each_other(ids: list[Id], readers: list[Id], chance: random.Random) -> dict[tuple[Id, Id], int]:
    layers: dict[tuple[Id, Id], int] = {}
    for one in readers:
        others = chance.sample([other for other in ids if other != one], len(ids) - 1)
        numbers = [layer for layer, (count, _gap) in enumerate(LAYERS) for _each in range(count)]
        layers |= {(one, other): layer for other, layer in zip(others, numbers, strict=False)}
    return layers


def _past(gap_days: int, chance: random.Random, *, is_dormant: bool) -> Pair:
    pair = Pair()
    begin, end, gap = (-900, -420, 7) if is_dormant else (-PAST_DAYS, 0, gap_days)
    for day in range(begin, end):
        if chance.random() < 1 / gap:
            at = BEGINNING + timedelta(days=day, hours=12)
            pair = happened(happened(pair, "letter", at), "letter", at + timedelta(hours=1), from_other=True)
    return msgspec.structs.replace(pair, given=_longer(pair.given), got=_longer(pair.got))


def _longer(direction: Direction) -> Direction:
    return msgspec.structs.replace(direction, slow=direction.slow * PAST_SCALE)


def _let_happen(world: World, chance: random.Random) -> None:
    number = 0
    for author, rate in world.rates.items():
        count = _poisson(rate / 30 * world.days, chance)
        times = sorted(BEGINNING + timedelta(days=chance.random() * world.days) for _each in range(count))
        world.posts[author] = [Id(first_id_at(at) + (number := number + 1) % 60_000) for at in times]
    for day in range(world.days):
        noon = BEGINNING + timedelta(days=day, hours=12)
        world.contacts.append([
            (one, other, noon)
            for (one, other), layer in world.layers.items()
            if (one, other) not in world.dormant and chance.random() < 1 / LAYERS[layer][1]
        ])  # fmt: skip
        world.visits.append(sorted(
            ((one, noon + timedelta(hours=chance.random() * 11)) for one in world.readers
             if chance.random() < READS_SHARE),
            key=lambda visit: visit[1],
        ))  # fmt: skip


def _poisson(mean: float, chance: random.Random) -> int:
    if mean > 50:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
