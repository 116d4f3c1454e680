"""People: who is here, how they sign in, what they tell about themselves, and who follows, blocks or mutes whom.

Words: an *account* can be followed and can write; a *member* is an account that signs in here. To *follow* is to read
somebody; of a *locked* person one must ask first, and the *request* waits until they accept. A *block* hides two
people from each other everywhere, a *mute* keeps one out of the other's Home, a *remark* is a private note on
somebody. A *viewer* is whoever looks, with all that decides what they see.
"""

from kith.people.actions.blocks import block, unblock
from kith.people.actions.domains import block_domain, unblock_domain
from kith.people.actions.follows import accept, decline, follow, remove_follower, unfollow
from kith.people.actions.joining import JoinForm, join, join_all, sign_up
from kith.people.actions.knowing import COOKIE, identify
from kith.people.actions.mutes import mute, unmute
from kith.people.actions.profile import (
    change_profile,
    find_anybody,
    find_present,
    load_profile,
    set_avatar,
    set_header,
    wish_of,
)
from kith.people.actions.proving import reset_password
from kith.people.actions.remarks import remark
from kith.people.actions.server import ServerWords, check_owner, server_words
from kith.people.actions.signing_in import begin_session
from kith.people.actions.tags import check_hashtag, follow_tag, unfollow_tag
from kith.people.actions.tokens import ALL_SCOPES, TokenGiven, end_token, give_app_token, give_token, give_token_back
from kith.people.rules.relations import may_see_ties
from kith.people.secrets import Key, hash_secret, is_secret, new_secret, read_key
from kith.people.store import (
    ASKED,
    BLOCKED,
    FOLLOWERS,
    FOLLOWING,
    MUTED,
    REQUESTS,
    ListOf,
    accounts_by_handles,
    accounts_by_ids,
    all_local_accounts,
    all_members,
    count_local_accounts,
    count_requests,
    domain_blocks_of,
    find_account,
    find_account_by_handle,
    find_follow,
    find_member,
    find_token,
    get_account,
    get_member,
    load_viewer,
    note_filters,
    owners,
    people_in,
    people_to_find,
    present_accounts,
    read_apart,
    relation,
    relations,
    set_role,
    set_taste,
    silenced_by,
    tie_counts,
    unwilling_to_hear,
    viewer_of,
    waiting_accounts,
    wishing_to_hear,
)
from kith.people.store.tags import followed_tags, readers_of_tags
from kith.people.web.entering import signed_in
from kith.people.web.owner import show_front

__all__ = [
    "ALL_SCOPES",
    "ASKED",
    "BLOCKED",
    "COOKIE",
    "FOLLOWERS",
    "FOLLOWING",
    "MUTED",
    "REQUESTS",
    "JoinForm",
    "Key",
    "ListOf",
    "ServerWords",
    "TokenGiven",
    "accept",
    "accounts_by_handles",
    "accounts_by_ids",
    "all_local_accounts",
    "all_members",
    "begin_session",
    "block",
    "block_domain",
    "change_profile",
    "check_hashtag",
    "check_owner",
    "count_local_accounts",
    "count_requests",
    "decline",
    "domain_blocks_of",
    "end_token",
    "find_account",
    "find_account_by_handle",
    "find_anybody",
    "find_follow",
    "find_member",
    "find_present",
    "find_token",
    "follow",
    "follow_tag",
    "followed_tags",
    "get_account",
    "get_member",
    "give_app_token",
    "give_token",
    "give_token_back",
    "hash_secret",
    "identify",
    "is_secret",
    "join",
    "join_all",
    "load_profile",
    "load_viewer",
    "may_see_ties",
    "mute",
    "new_secret",
    "note_filters",
    "owners",
    "people_in",
    "people_to_find",
    "present_accounts",
    "read_apart",
    "read_key",
    "readers_of_tags",
    "relation",
    "relations",
    "remark",
    "remove_follower",
    "reset_password",
    "server_words",
    "set_avatar",
    "set_header",
    "set_role",
    "set_taste",
    "show_front",
    "sign_up",
    "signed_in",
    "silenced_by",
    "tie_counts",
    "unblock",
    "unblock_domain",
    "unfollow",
    "unfollow_tag",
    "unmute",
    "unwilling_to_hear",
    "viewer_of",
    "waiting_accounts",
    "wish_of",
    "wishing_to_hear",
]
