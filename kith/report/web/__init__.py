"""The pages of the report."""

from kith.report.web import question, report

ROUTES = (*report.ROUTES, *question.ROUTES)

__all__ = ["ROUTES"]
