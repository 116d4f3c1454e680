"""What became of the questions on an organisation's page when somebody changed them."""

from collections.abc import Sequence

from kith.organisations.model import Answered


def reworded(before: Sequence[Answered], after: Sequence[Answered]) -> tuple[tuple[str, str], ...]:
    """List which questions say the same in other words now: before, and now.

    One is the other where the answer stayed; else where its place did, in a list as long as before. What has the words
    of a question that was there is that one.
    """
    gone = [one for one in before if one.question not in {each.question for each in after}]
    new = [one for one in after if one.question not in {each.question for each in before}]
    pairs: dict[str, str] = {}
    for one in gone:
        same = [each for each in new if each.answer == one.answer and each.question not in pairs.values()]
        if same:
            pairs[one.question] = same[0].question
    if len(before) == len(after):
        for old, now in zip(before, after, strict=True):
            if old in gone and now in new and old.question not in pairs and now.question not in pairs.values():
                pairs[old.question] = now.question
    return tuple(pairs.items())
