"""Leaving with everything: all that is somebody's in one file, for them alone.

Words: a *taking* is one such file, from the asking until it expires. A *part* is what of one record class goes into it:
which rows are somebody's, and which columns are another's, a secret, or a number that is shown to nobody.
"""

from kith.leaving.actions import ask, file_of, find_taking
from kith.leaving.rules import expires_at
from kith.leaving.web import file_answer

__all__ = ["ask", "expires_at", "file_answer", "file_of", "find_taking"]
