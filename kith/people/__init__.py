"""People: who is here, how they sign in, what they tell about themselves, and who follows, blocks or mutes whom.

Words: an *account* can be followed and can write; a *member* is an account that signs in here. To *follow* is to read
somebody; of a *locked* person one must ask first, and the *request* waits until they accept. A *block* hides two
people from each other everywhere, a *mute* keeps one out of the other's Home, a *remark* is a private note on
somebody. A *viewer* is whoever looks, with all that decides what they see.
"""

from kith.people.store import load_viewer, viewer_of

__all__ = ["load_viewer", "viewer_of"]
