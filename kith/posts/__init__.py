"""Posts: what people say, to whom, and what others do with it.

Words: a *post* is something said; its *audience* is everyone, unlisted (everyone, but kept out of lists), followers or
the people mentioned. An answer is a post with a parent; all answers below a first post, its *root*, are a *thread*. To
*repost* is to pass on; the *original* is what is passed on. A *tally* counts, apart from the post. A *draft* is kept
words; a scheduled one goes out by itself. A *card* is a post with everything that is shown around it for one viewer.

Reading: every read takes a viewer and pastes `VISIBLE`; lists give posts, and `hydrate` turns them into cards.
"""

from kith.posts.rules import branches, may_see, may_see_results
from kith.posts.store import (
    VISIBLE,
    bookmarked,
    drafts_of,
    find_post,
    get_draft,
    get_post,
    hydrate,
    hydrate_one,
    liked,
    likers_of,
    muters_of_thread,
    pinned,
    posts_by_ids,
    posts_by_pairs,
    posts_of,
    reposters_of,
    sight_of,
    square,
    tagged,
    thread,
    versions_of,
    voters_of,
)

__all__ = [
    "VISIBLE",
    "bookmarked",
    "branches",
    "drafts_of",
    "find_post",
    "get_draft",
    "get_post",
    "hydrate",
    "hydrate_one",
    "liked",
    "likers_of",
    "may_see",
    "may_see_results",
    "muters_of_thread",
    "pinned",
    "posts_by_ids",
    "posts_by_pairs",
    "posts_of",
    "reposters_of",
    "sight_of",
    "square",
    "tagged",
    "thread",
    "versions_of",
    "voters_of",
]
