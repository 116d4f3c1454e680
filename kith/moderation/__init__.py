"""Moderation: what people report to the owners of this server, and what the owners make of it.

Words: a *report* says that somebody (`account_id`) did something the owners should see; the *reporter* made it. It is
*open* until an owner says it is done. The words that were reported are kept as they stood, whatever becomes of the
posts. A *note* is what owners tell each other about a report.

Whoever is reported never learns it: an owner sees no report about themselves.
"""

from kith.moderation.actions.reporting import report
from kith.moderation.store import reports_by_ids

__all__ = ["report", "reports_by_ids"]
