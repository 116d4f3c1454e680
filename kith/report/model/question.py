"""Questions that come up again: which cases ask much the same, and whether the page of answers knows it."""

from datetime import datetime
from typing import Annotated

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.organisations.model import QUESTION_MAX
from kith.topics import LikenessKind


class AskedQuestion(
    Record,
    frozen=True,
    kw_only=True,
    table="asked_questions",
    key=("organisation_id", "case_id"),
    indexes=(
        "(organisation_id, asked_at)",
        "(organisation_id, group_id, asked_at)",
        "(organisation_id, asked_at) WHERE marks IS NOT NULL",
        "(organisation_id, case_id, subject_id)",
    ),
    references=(
        "(organisation_id, case_id, subject_id)"
        " REFERENCES desk_words (organisation_id, case_id, subject_id) ON DELETE CASCADE",
    ),
):
    """With which others the first words of a case go together. It goes with these words, whoever takes them away.

    `group_id` is the case that first asked it; only that one keeps its `marks`, by which later ones are compared.
    """

    organisation_id: Id
    case_id: Id
    subject_id: Id
    group_id: Id
    asked_at: datetime
    marks: bytes | None = None


class QuestionAnswer(Record, frozen=True, kw_only=True, table="question_answers", key=("organisation_id", "group_id")):
    """Which question of the organisation's own page answers a group: in the page's words."""

    organisation_id: Id
    group_id: Id
    question: Annotated[str, Length(QUESTION_MAX)]


class QuestionSorting(Record, frozen=True, kw_only=True, table="question_sortings", key=("organisation_id",)):
    """How far an organisation's questions are sorted, and by what they were compared."""

    organisation_id: Id
    kind: LikenessKind
    up_to_id: Id = Id(0)
