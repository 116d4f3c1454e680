"""What is decided about posts: pure, without the time and without I/O."""

from kith.posts.rules.sight import may_see

__all__ = ["may_see"]
