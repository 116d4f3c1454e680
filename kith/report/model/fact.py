"""What is told."""

from kith.base.core.fact import Fact
from kith.base.core.ids import Id


class SortingQuestions(Fact, frozen=True, kw_only=True):
    """There are questions of an organisation to be sorted; `goes_on`: some were, a moment ago."""

    organisation_id: Id
    goes_on: bool = False
