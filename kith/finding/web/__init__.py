"""The pages of finding."""

from kith.finding.web import pasts, running, wishes
from kith.finding.web.running import FILE_MAX_BYTES
from kith.finding.web.saying import SeenOutcome, absent_of, problem_text, seen_outcome, with_pasts

ROUTES = (*running.ROUTES, *pasts.ROUTES, *wishes.ROUTES)

__all__ = [
    "FILE_MAX_BYTES",
    "ROUTES",
    "SeenOutcome",
    "absent_of",
    "problem_text",
    "seen_outcome",
    "with_pasts",
]
