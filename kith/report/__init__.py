"""The report: what being here brought an organisation, in a week or a month, for its team.

Words: a *period* is a week or a month by the organisation's own clock. A person's *relation* to it is *begun* when they
speak to it for the first time, *kept* when they speak again within ninety days, *back* after longer, and *quiet* when
ninety days went by. What somebody *carried* is for the team to see who may need a hand: no ranking. A *question* are
cases whose first words are alike; the page of questions and answers answers it, or may.

It counts what was answered, and never who looked: no impressions, no reach, no followers. Reports of rule breaking,
which owners of a server read, are another thing: those are in `moderation`.
"""

from kith.report.actions.answering import answer_question
from kith.report.actions.exporting import TABLES, Table, export_report
from kith.report.actions.reading import QuestionView, Report, load_question, load_report
from kith.report.actions.sorting import sort_questions
from kith.report.rules.periods import read_day

__all__ = [
    "TABLES",
    "QuestionView",
    "Report",
    "Table",
    "answer_question",
    "export_report",
    "load_question",
    "load_report",
    "read_day",
    "sort_questions",
]
