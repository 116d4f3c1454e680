"""The Mastodon client API: a first part, for scripts that hold a token.

One presenter file an entity, one routes file an area. The same actions and the same rule of who may see what as the
pages.
"""
