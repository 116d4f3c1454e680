"""The mirror: once a week, for somebody alone, how they sound to the people they know. Off until they turn it on.

Words: a *week* is what was counted in the four weeks before a Monday morning, in numbers without names. The *index* is
made of it by a formula, and is never shown: shown are its *word*, the largest *reason* in plain words, and one possible
*step*. A reply that its author marks as *needless* needs no answer. *Less* is who chose to read a little less, of which
nothing but a blurred share is kept. The mirror *rests* for four weeks when somebody is going through something.

Nothing of this orders, folds, hides or judges anything, and nobody else ever sees it. No feature but the two gates
through which its owner reads it may know this folder: `.importlinter` holds that.
"""

from kith.mirror.actions.choosing import forget_weeks, pause, resume, turn_off, turn_on
from kith.mirror.actions.looking import look
from kith.mirror.actions.marking import mark_needless, mark_wanting
from kith.mirror.actions.seeing import MirrorView, Reflection, see

__all__ = [
    "MirrorView",
    "Reflection",
    "forget_weeks",
    "look",
    "mark_needless",
    "mark_wanting",
    "pause",
    "resume",
    "see",
    "turn_off",
    "turn_on",
]
