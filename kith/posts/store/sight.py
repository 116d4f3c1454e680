"""Who may see what: the one declaration in SQL. Its pure twin is `rules.may_see`; one test feeds both the same."""

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


def sight_of(viewer: Viewer) -> dict[str, object]:
    """Give the parameters of `VISIBLE` for this viewer."""
    return {"viewer_id": viewer.id, "following": viewer.following, "hidden": viewer.hidden}
