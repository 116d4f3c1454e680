"""Who may see what, and what comes to whom: declared once, in SQL. The twins are `rules.may_see` and `may_come`."""

from kith.people.model import Viewer

# A boolean over a row of `posts` (under that very name) and three parameters of whoever looks: see `sight_of`.
# The account stands with its posts on a cluster (docs/decisions/0003), so that EXISTS stays on one machine. The
# original of a repost lies elsewhere: `hydrate` reads it with this same expression, and without it shows nothing.
VISIBLE = """(
        posts.author_id = %(viewer_id)s::bigint
     OR (    posts.author_id <> ALL (%(hidden)s::bigint[])
         AND (posts.repost_of_author_id IS NULL OR posts.repost_of_author_id <> ALL (%(hidden)s::bigint[]))
         AND (   posts.audience IN ('everyone', 'unlisted')
              OR %(viewer_id)s::bigint = ANY (posts.mentioned_ids)
              OR (posts.audience = 'followers' AND posts.author_id = ANY (%(following)s::bigint[])))
         AND NOT EXISTS (SELECT FROM accounts WHERE accounts.id = posts.author_id AND accounts.gone_at IS NOT NULL))
    )"""

# The same, where `viewer` is a row of the statement itself.
VISIBLE_TO_ROW = (
    VISIBLE.replace("%(viewer_id)s::bigint", "(SELECT id FROM viewer)")
    .replace("%(following)s::bigint[]", "(SELECT following FROM viewer)::bigint[]")
    .replace("%(hidden)s::bigint[]", "(SELECT hidden FROM viewer)::bigint[]")
)

# An organisation's offer comes to those who asked for it, and to nobody else: not by Home, lists, hashtags, search, by
# somebody who passes it on, or by any other way that brings posts to people (docs/decisions/0034). Whoever goes to its
# page, or to the offer itself, sees it there.
ASKED_FOR = """(
        posts.offer IS NULL
     OR posts.author_id = %(viewer_id)s::bigint
     OR posts.repost_of_author_id = %(viewer_id)s::bigint
     OR %(viewer_id)s::bigint = ANY (posts.mentioned_ids)
     OR COALESCE(posts.repost_of_author_id, posts.author_id) || ' ' || posts.offer = ANY (%(offers)s::text[])
    )"""

# What brings posts to somebody takes this in place of `VISIBLE`: see `coming_to`.
COMES = f"({VISIBLE} AND {ASKED_FOR})"


def sight_of(viewer: Viewer) -> dict[str, object]:
    """Give the parameters of `VISIBLE` for this viewer."""
    return {"viewer_id": viewer.id, "following": viewer.following, "hidden": viewer.hidden}


def coming_to(viewer: Viewer) -> dict[str, object]:
    """Give the parameters of `COMES` for this viewer."""
    return {"offers": viewer.offers, **sight_of(viewer)}
