"""What people do with posts, one function an intention."""

from kith.posts.actions.announcing import (
    FOLLOWERS_A_STEP,
    announce_deletion,
    announce_edit,
    announce_link,
    show_change,
)
from kith.posts.actions.deleting import (
    BATCH,
    delete,
    remove_post,
    sweep_belongings,
    sweep_reposts,
)
from kith.posts.actions.drafts import (
    change_draft,
    delete_draft,
    publish_draft,
    publish_due,
    reschedule,
    save_draft,
)
from kith.posts.actions.editing import (
    edit,
)
from kith.posts.actions.entering import claim_once
from kith.posts.actions.fresh import new_card
from kith.posts.actions.polls import (
    CLOCKS_APART_S,
    again_when_early,
    end_poll,
    new_poll,
    vote,
)
from kith.posts.actions.publishing import (
    fitting,
    publish,
    send,
)
from kith.posts.actions.quoting import part_quotes, revoke_quote, set_quote_policy
from kith.posts.actions.reactions import (
    bookmark,
    like,
    pin,
    take_like_back,
    unbookmark,
    unlike,
    unpin,
)
from kith.posts.actions.reposts import (
    remove_repost,
    repost,
    undo_repost,
)
from kith.posts.actions.threads import (
    mute_thread,
    unmute_thread,
)

__all__ = [
    "BATCH",
    "CLOCKS_APART_S",
    "FOLLOWERS_A_STEP",
    "again_when_early",
    "announce_deletion",
    "announce_edit",
    "announce_link",
    "bookmark",
    "change_draft",
    "claim_once",
    "delete",
    "delete_draft",
    "edit",
    "end_poll",
    "fitting",
    "like",
    "mute_thread",
    "new_card",
    "new_poll",
    "part_quotes",
    "pin",
    "publish",
    "publish_draft",
    "publish_due",
    "remove_post",
    "remove_repost",
    "repost",
    "reschedule",
    "revoke_quote",
    "save_draft",
    "send",
    "set_quote_policy",
    "show_change",
    "sweep_belongings",
    "sweep_reposts",
    "take_like_back",
    "unbookmark",
    "undo_repost",
    "unlike",
    "unmute_thread",
    "unpin",
    "vote",
]
