"""Who listens to streams, and to which: a person's app with a token that holds still."""

from collections import Counter
from collections.abc import Sequence
from typing import cast

import asyncpg
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request

from kith.announcements.model import EVERYBODY
from kith.base.bus.figures import STREAMS
from kith.base.core.errors import Invalid, NotFound, Refused, SignInFirst, TooMany
from kith.base.core.ids import Id, parse_id
from kith.base.core.text import normal_hashtag
from kith.base.core.words import _
from kith.base.web.bearer import bearer
from kith.base.web.caller import Caller, check_scope
from kith.base.web.visit import Visit
from kith.base.work import House, Work
from kith.gateways.mastodon.hearing import Message, Subscription, newest_notice
from kith.gateways.mastodon.standing import ELSEWHERE, OWN, PUBLIC, TAGS, Asked, check_list
from kith.organisations import identify_with_seats

STREAMS_A_PERSON_MAX = 16  # sockets and streams of all their apps, in one process
DATABASE_GONE = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)

_open: Counter[Id] = Counter()


class Hearing:
    """A person's app, connected: knows whether its token holds still, and reads for it."""

    __slots__ = ("_visit", "caller", "house")

    def __init__(self, house: House, connection: HTTPConnection, caller: Caller) -> None:
        self.house = house
        self.caller = caller
        self._visit = Visit(connection)

    @classmethod
    async def of(cls, house: House, connection: HTTPConnection) -> "Hearing":
        """Find who connects. Raises `SignInFirst` where no token says so."""
        async with house.reading() as work:
            return cls(house, connection, await _caller(work, connection))

    async def subscribe(self, asked: Asked) -> Subscription:
        """Begin to listen. Raises `Refused` where the token may not, `NotFound` and `Invalid` for what is no stream."""
        topic = self._topic(asked)
        check_scope(self.caller, "read:notifications" if asked.stream == "user:notification" else "read:statuses")
        async with self.house.reading(actor=self.caller.person_id, hand=self.caller.hand) as work:
            if asked.list_id is not None:
                await check_list(work, asked.list_id)
            topics = (topic, EVERYBODY) if asked.stream == "user" else (topic,)
            position = await self.house.live.arrive(topics)  # before anybody is told that we listen
            hears_notices = asked.stream in ("user", "user:notification") and self._may_hear_notices()
            newest = await newest_notice(work) if hears_notices else None
            return Subscription(asked, topics=topics, position=position, newest_notice=newest)

    async def read(self, subscription: Subscription) -> Sequence[Message] | None:
        """Give what came next; `None` where that was nothing. Where nothing stirs, ask whether it may be heard still.

        Raises where the token ended, or the database did.
        """
        stirred = subscription.ear.stirs
        batch = await self.house.live.read(subscription.ear)
        if stirred and not batch:
            return None
        async with (
            self.house.live.turns,
            self.house.reading(actor=self.caller.person_id, hand=self.caller.hand) as work,
        ):
            await self._check_token(work)
            return await subscription.messages(work, batch)

    async def check(self) -> None:
        """Raise `SignInFirst` unless the token holds still."""
        if not self.is_known_to_hold:
            async with self.house.live.turns, self.house.reading() as work:
                await self._check_token(work)

    @property
    def is_known_to_hold(self) -> bool:
        """Whether the token was asked for, and neither it nor what its person may do has changed since."""
        return self.house.cache.get(self._holds) is not None

    @property
    def _holds(self) -> str:
        return f"holds:{self.caller.session}"

    async def _check_token(self, work: Work) -> None:
        """Raise `SignInFirst` unless the token holds still. Asked anew when it, or what its person may do, changes."""
        if self.is_known_to_hold:
            return
        cache = self.house.cache
        epoch = cache.epoch()
        await _caller(work, self._visit.again())
        token = self.caller.session.replace(" ", ":")  # token:17
        depends = (token, f"viewer:{self.caller.person_id}", f"author:{self.caller.person_id}")
        cache.put(self._holds, b"", depends=depends, since=epoch)

    def check_room(self) -> None:
        """Raise `TooMany` where as many are open as may be."""
        if not self._has_room:
            raise TooMany(_("Many of your apps listen already. Close one."), retry_after_s=60)

    def enter(self) -> bool:
        """Count this among the open ones; `False` where there is no room for it."""
        if not self._has_room:
            return False
        _open[self.caller.hand] += 1
        STREAMS.inc()
        return True

    def leave(self) -> None:
        """Count it no more."""
        STREAMS.dec()
        person_id = self.caller.hand
        _open[person_id] -= 1
        if _open[person_id] <= 0:
            del _open[person_id]

    @property
    def _has_room(self) -> bool:
        return _open[self.caller.hand] < STREAMS_A_PERSON_MAX

    def _may_hear_notices(self) -> bool:
        try:
            check_scope(self.caller, "read:notifications")
        except Refused:
            return False
        return True

    def _topic(self, asked: Asked) -> str:
        if asked.stream in OWN:
            return str(self.caller.person_id)
        if asked.stream in PUBLIC:
            return "public"
        if asked.stream in ELSEWHERE:
            return "elsewhere"
        if asked.stream not in TAGS:
            raise NotFound(_("There is no such stream."))
        name = normal_hashtag(asked.tag)
        if not name:
            raise Invalid(_("“tag” must name a hashtag."), field="tag")
        return f"tag:{name}"


def asked_for(stream: str, *, tag: str, list_id: str) -> Asked:
    """Read what a client wants to listen to. Raises `NotFound` for a list that is none."""
    if stream != "list":
        return Asked(stream=stream, tag=tag if stream in TAGS else "")
    found = parse_id(list_id)
    if found is None:
        raise NotFound
    return Asked(stream=stream, list_id=found)


def with_token(connection: HTTPConnection) -> HTTPConnection:
    """Write the token into the header, wherever it came: of the request little else is kept while a stream is open."""
    token = bearer(connection)
    if not token:
        return connection
    scope = dict(connection.scope)
    headers = MutableHeaders(raw=list(scope["headers"]))
    headers["authorization"] = f"Bearer {token}"
    scope["headers"] = headers.raw
    return HTTPConnection(scope)


async def _caller(work: Work, connection: HTTPConnection) -> Caller:
    caller = await identify_with_seats(work, cast("Request", connection))
    if caller is None:
        raise SignInFirst
    return caller
