"""Access for apps: what programs people let in, and what each of them may do (OAuth 2, RFC 6749, 7009, 7636, 8414).

Words: an *app* is a program somewhere that registered itself; a *grant* is a person's yes to one app, worth one token;
a *scope* is a part of what the person may do. The judging is oauthlib's; reading and writing is ours.
"""

from kith.oauth.actions.fetching import give_token
from kith.oauth.actions.knowing import app_of, identify_with_apps
from kith.oauth.actions.letting_in import let_in
from kith.oauth.actions.registering import NewApp, RegisterForm, register
from kith.oauth.model import OOB, App
from kith.oauth.store import forget_grants_by
from kith.oauth.web import TokenEntity

__all__ = [
    "OOB",
    "App",
    "NewApp",
    "RegisterForm",
    "TokenEntity",
    "app_of",
    "forget_grants_by",
    "give_token",
    "identify_with_apps",
    "let_in",
    "register",
]
