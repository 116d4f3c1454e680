"""What owners see of webhooks, and what they do with them."""

from kith.webhooks.web.pages import ROUTES

__all__ = ["ROUTES"]
