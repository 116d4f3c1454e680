"""Keys that fit nothing: whoever tries one after the other is told to wait, before the database is asked.

They are counted by address, as passers-by are. Behind one address may live a whole town, so it locks out nobody who
holds a key that was good here before, nor one that carries this server's mark (`new_key_secret`): that one is counted
for itself. Whoever is over with a cookie is nobody, as with any wrong one, and sees what nobody sees.
"""

import re
from collections import OrderedDict

from starlette.requests import HTTPConnection, Request

from kith.base.bus.limits import Taken
from kith.base.core.errors import Refused, SignInFirst, TooMany
from kith.base.core.words import _
from kith.base.web.bearer import OPEN_PATHS, bearer
from kith.base.web.caller import Caller, Identify
from kith.base.web.limits import address_of, counted_as, limit_of, limit_words
from kith.base.work import Work
from kith.people.actions.knowing import COOKIE
from kith.people.secrets import has_mark, hash_secret, read_key

KNOWN_MAX = 50_000  # keys that were good, by their hashes: ten megabytes

_TOKEN = re.compile(r"kith[a-z]*_(.+)")


class KnownKeys:
    """The keys that were good the last time they were shown to this process; the longest unseen is forgotten first."""

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, None] = OrderedDict()

    def __contains__(self, key_hash: bytes) -> bool:
        """Tell whether it was good, and note that it was asked for."""
        if key_hash not in self._seen:
            return False
        self._seen.move_to_end(key_hash)
        return True

    def add(self, key_hash: bytes) -> None:
        """Note that it is good."""
        self._seen[key_hash] = None
        if len(self._seen) > KNOWN_MAX:
            self._seen.popitem(last=False)

    def discard(self, key_hash: bytes) -> None:
        """Note that it is not."""
        self._seen.pop(key_hash, None)


_known = KnownKeys()


async def identify_warily(work: Work, request: Request, identify: Identify) -> Caller | None:
    """Find the caller by `identify`. Raises `TooMany` for a token, where too many were wrong."""
    token = bearer(request)
    shown = token or _cookie(request)
    if not shown or request.client is None:  # a stream that asks anew: its key was weighed when it came
        return await identify(work, request)
    if token and not (token.startswith("kith_") or _is_open(request)):
        return await identify(work, request)  # on a page apps and programs are nobody, and nobody looks them up
    turn = _Turn(work, request, shown)
    if not turn.is_given:
        if not token:
            return None
        raise turn.refusal(request)
    try:
        caller = await identify(work, request)
    except SignInFirst:
        turn.was_wrong()
        raise
    except Refused:  # it is known whose key it is, and what they may not
        turn.was_right()
        raise
    except BaseException:
        turn.give_back()
        raise
    if caller is not None or (token and _is_open(request)):  # an app by itself is nobody, and known
        turn.was_right()
    else:
        turn.was_wrong()
    return caller


class _Turn:
    """One try of one key. It is counted before anybody looks, so that of many at once few are served for nothing."""

    def __init__(self, work: Work, connection: HTTPConnection, shown: str) -> None:
        self._work = work
        self._hash = hash_secret(shown)
        self._taken: Taken | None = None
        if self._hash not in _known:
            self._who = _who(work, connection, shown)
            limit = limit_of(work.house.settings, "wrong-key")
            self._taken = work.house.limits.take_here(limit, self._who)

    @property
    def is_given(self) -> bool:
        """Whether it may be tried."""
        return self._taken is None or self._taken.allowed

    def refusal(self, connection: HTTPConnection) -> TooMany:
        """Say when to try again."""
        assert self._taken is not None
        if connection.scope["type"] == "http":
            connection.state.headers.update(limit_words(self._taken, self._work.now))
        text = _(
            "Many access tokens that came from here are not valid. Please wait a moment, then sign in from the app."
        )
        return TooMany(text, retry_after_s=self._taken.retry_after_s)

    def was_right(self) -> None:
        """Know the key from now on."""
        _known.add(self._hash)
        self.give_back()

    def was_wrong(self) -> None:
        """Know it no more: it may have ended."""
        _known.discard(self._hash)

    def give_back(self) -> None:
        """Count nothing."""
        if self._taken is not None:
            self._work.house.limits.give_back(self._taken.limit, self._who)


def _who(work: Work, connection: HTTPConnection, shown: str) -> str:
    """Tell for whom a key is counted: for itself where this server made it, else for the address it comes from."""
    in_token = _TOKEN.fullmatch(shown)
    key = read_key(in_token[1], "_") if in_token else read_key(shown, ".")
    if key is not None and has_mark(work.house.secret, key):
        return f"key {key.key_id}"
    return counted_as(address_of(connection, work.house.settings.trusted_proxies))


def _cookie(connection: HTTPConnection) -> str:
    return "" if _is_open(connection) else connection.cookies.get(COOKIE, "")


def _is_open(connection: HTTPConnection) -> bool:
    path: str = connection.scope["path"]
    return path.startswith(OPEN_PATHS)
