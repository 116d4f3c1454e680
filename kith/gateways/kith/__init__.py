"""Kith's own API, `/api/kith/v1`: what people can do on its pages, and what Mastodon's API has no words for.

The same tokens, scopes, errors and lists as Mastodon's API has here, in the same `/api/openapi.json`; posts are its
statuses. One file an area; what an app can do by Mastodon's API has no second way here.
"""
