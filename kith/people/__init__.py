"""People: who is here, how they sign in, what they tell about themselves, and who follows, blocks or mutes whom.

Words: an *account* can be followed and can write; a *member* is an account that signs in here. To *follow* is to read
somebody; of a *locked* person one must ask first, and the *request* waits until they accept. A *block* hides two
people from each other everywhere, a *mute* keeps one out of the other's Home, a *remark* is a private note on
somebody. A *viewer* is whoever looks, with all that decides what they see.
"""

from kith.people.actions.joining import JoinForm, join, sign_up
from kith.people.actions.knowing import COOKIE, identify
from kith.people.actions.proving import reset_password
from kith.people.actions.server import ServerWords, server_words
from kith.people.actions.signing_in import ALL_SCOPES, begin_session, give_token
from kith.people.store import (
    accounts_by_handles,
    accounts_by_ids,
    all_members,
    count_local_accounts,
    find_account,
    find_account_by_handle,
    find_member,
    get_account,
    get_member,
    load_viewer,
    set_role,
    viewer_of,
)
from kith.people.web.owner import show_front

__all__ = [
    "ALL_SCOPES",
    "COOKIE",
    "JoinForm",
    "ServerWords",
    "accounts_by_handles",
    "accounts_by_ids",
    "all_members",
    "begin_session",
    "count_local_accounts",
    "find_account",
    "find_account_by_handle",
    "find_member",
    "get_account",
    "get_member",
    "give_token",
    "identify",
    "join",
    "load_viewer",
    "reset_password",
    "server_words",
    "set_role",
    "show_front",
    "sign_up",
    "viewer_of",
]
