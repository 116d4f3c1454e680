"""When somebody is reminded of an old friend: seldom, for a reason, and never where it could hurt."""

from datetime import date, datetime, time, timedelta

import msgspec

from kith.ties.model.prompt import Between, Caps, Occasion, TiePrompt

SCORE_MIN = 0.25
PERSON_DAYS = 7  # between two prompts to one person
PAIR_DAYS = 90  # between two about one pair; twice as long for each that was not answered
PAIR_PROMPTS_MAX = 3
NIGHT_FROM, NIGHT_UNTIL = time(21), time(9)
NEW_DAYS = 14  # in which a new member is left in peace
RETURNED_DAYS = 7
SILENCE_DAYS = 60  # after which whoever says something has returned
NEAR_DAYS = 3
ADULT_YEARS = 18


def may_suggest(between: Between) -> bool:
    """Answer whether one may be suggested to the other at all, on a page or by a prompt."""
    return not any(
        (
            between.blocked,
            between.muted,
            between.ended,
            between.parted,
            between.remembered,
            between.unsuggested,
            between.never,
            between.refused,
            between.minor_and_adult and not between.family,
        )
    )


def has_occasion(occasion: Occasion, now: datetime) -> bool:
    """Answer whether there is a reason to write today."""
    returned = occasion.returned_at is not None and now - occasion.returned_at <= timedelta(days=RETURNED_DAYS)
    days = (occasion.birthday, *occasion.shared_days)
    near = any(_is_near(day, now.date()) for day in days if day is not None)
    return returned or near or occasion.same_town or occasion.both_hope


def may_prompt(dormancy: float, between: Between, occasion: Occasion, caps: Caps, now: datetime) -> bool:
    """Answer whether somebody is reminded of another now."""
    score = dormancy if has_occasion(occasion, now) else 0.0
    return score >= SCORE_MIN and may_suggest(between) and may_remind(caps, now) and may_remind_of(caps, now)


def may_remind(caps: Caps, now: datetime) -> bool:
    """Answer whether somebody may be reminded of anybody now."""
    return (
        now - caps.joined_at >= timedelta(days=NEW_DAYS)
        and NIGHT_UNTIL <= caps.local_time < NIGHT_FROM
        and (caps.prompted_at is None or now - caps.prompted_at >= timedelta(days=PERSON_DAYS))
    )


def may_remind_of(caps: Caps, now: datetime) -> bool:
    """Answer whether enough time has passed since this person was suggested, and whether it was not too often."""
    if caps.prompt is None:
        return True
    if caps.prompt.prompts >= PAIR_PROMPTS_MAX:
        return False
    return now >= rests_until(caps.prompt, caps.wrote_at)


def rests_until(prompt: TiePrompt, wrote_at: datetime | None) -> datetime:
    """Tell until when a pair is left in peace."""
    return prompt.prompted_at + timedelta(days=PAIR_DAYS * 2 ** unanswered_now(prompt, wrote_at))


def unanswered_now(prompt: TiePrompt, wrote_at: datetime | None) -> int:
    """Count how often somebody did not write when they were reminded; the last time counts until they do."""
    answered = wrote_at is not None and wrote_at > prompt.prompted_at
    return max(0, prompt.unanswered - answered)


def prompted(before: TiePrompt | None, *, fresh: TiePrompt, wrote_at: datetime | None) -> TiePrompt:
    """Count one more prompt. `fresh` is how the first would stand."""
    if before is None:
        return fresh
    return msgspec.structs.replace(
        fresh, prompts=before.prompts + 1, unanswered=unanswered_now(before, wrote_at) + 1, put_off_at=None
    )


def put_off(before: TiePrompt | None, *, fresh: TiePrompt, wrote_at: datetime | None, now: datetime) -> TiePrompt:
    """Note a "not now". It answers an open prompt, which counts already; without one it counts itself.

    `fresh` is how it would stand where nothing was ever suggested.
    """
    if before is None:
        return fresh
    if is_put_off(before, wrote_at, now):
        return before
    if is_open(before, wrote_at, now):
        return msgspec.structs.replace(before, put_off_at=now)
    return msgspec.structs.replace(fresh, prompts=before.prompts, unanswered=unanswered_now(before, wrote_at) + 1)


def is_open(prompt: TiePrompt | None, wrote_at: datetime | None, now: datetime) -> bool:
    """Answer whether a prompt is still there: for a week, until somebody writes or says "not now"."""
    if prompt is None or prompt.prompts == 0 or prompt.put_off_at is not None:
        return False
    answered = wrote_at is not None and wrote_at > prompt.prompted_at
    return not answered and now - prompt.prompted_at < timedelta(days=PERSON_DAYS)


def is_put_off(prompt: TiePrompt | None, wrote_at: datetime | None, now: datetime) -> bool:
    """Answer whether somebody said "not now", and it is still that time."""
    return prompt is not None and prompt.put_off_at is not None and now < rests_until(prompt, wrote_at)


def is_minor_and_adult(first_born_on: date | None, second_born_on: date | None, today: date) -> bool:
    """Answer whether one of them is known to be a minor, and the other is not."""
    return _is_minor(first_born_on, today) != _is_minor(second_born_on, today)


def _is_minor(born_on: date | None, today: date) -> bool:
    if born_on is None:
        return False
    return (today.year - born_on.year) - ((today.month, today.day) < (born_on.month, born_on.day)) < ADULT_YEARS


def _is_near(day: date, today: date) -> bool:
    """The same day of a year, three days before or after, also over New Year. 29 February counts as 1 March."""
    near = (today + timedelta(days=step) for step in range(-NEAR_DAYS, NEAR_DAYS + 1))
    return any((one.month, one.day) == _day_in(day, one.year) for one in near)


def _day_in(day: date, year: int) -> tuple[int, int]:
    try:
        return day.replace(year=year).month, day.day
    except ValueError:
        return 3, 1
