"""Link cards: what a page elsewhere says of itself, shown below the posts that link to it.

Words: a page has one *link card*, found by its *address* in normal form. It is *wanted* when a post links to the page
for the first time, *known* once the page was read, *silent* when it gave nothing; a job reads it, and reads it anew
after a while when somebody links to it again. Nothing of the page itself is ever shown: its words as plain text, its
picture made anew and kept here.
"""

from kith.cards.actions import forget_cards, want
from kith.cards.rules import address_of, first_address

__all__ = ["address_of", "first_address", "forget_cards", "want"]
