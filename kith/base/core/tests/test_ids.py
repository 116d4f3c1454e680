"""Ids, and those of them that an app in JavaScript reads as numbers."""

from datetime import UTC, datetime, timedelta

from kith.base.core.ids import EXACT_STEP, ID_MAX, Id, IdMaker, instant_of, meant_in_javascript

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_exact_ids_are_what_a_double_holds() -> None:
    """Also many of one instant, from any node, and until 2039; each larger than the one before."""
    for node in (0, 1, 1023):
        for now in (NOON, datetime(2039, 9, 1, tzinfo=UTC)):
            maker = IdMaker(node, step=EXACT_STEP)
            made = [maker.next(now) for _each in range(100)]
            assert [int(float(one)) for one in made] == made
            assert made == sorted(set(made))
            assert instant_of(made[-1]) - now < timedelta(milliseconds=26)


def test_ids_of_all_makers_stand_in_the_order_of_time() -> None:
    """What is made later is larger, whoever made it and how."""
    one, other = IdMaker(1023), IdMaker(0, step=EXACT_STEP)
    first, second = one.next(NOON), other.next(NOON + timedelta(milliseconds=1))
    assert first < second < one.next(NOON + timedelta(milliseconds=2))


def test_a_number_that_javascript_wrote_is_the_exact_id() -> None:
    """It writes the shortest digits that are the same number to it, and noughts."""
    assert meant_in_javascript(Id(117690526142169540)) == 117690526142169536
    assert meant_in_javascript(Id(ID_MAX)) == ID_MAX
    maker = IdMaker(7, step=EXACT_STEP)
    for number in range(100):
        made = maker.next(NOON + timedelta(milliseconds=number))
        digits, _e, power = repr(float(made)).replace(".", "").partition("e+")
        assert meant_in_javascript(Id(int(digits.ljust(int(power) + 1, "0")))) == made
