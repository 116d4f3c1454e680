"""Who listens to streams, and to which: a person's app with a token that holds still."""

import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from typing import cast

import asyncpg
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request

from kith.announcements.model import EVERYBODY
from kith.base.bus.figures import STREAMS
from kith.base.core.errors import Invalid, KithError, NotFound, Refused, SignInFirst, TooMany
from kith.base.core.ids import Id, parse_id
from kith.base.core.text import normal_hashtag
from kith.base.core.words import _
from kith.base.web.caller import Caller, check_scope
from kith.base.work import House, Work
from kith.gateways.mastodon.hearing import Message, Subscription, newest_notice
from kith.gateways.mastodon.standing import ELSEWHERE, OWN, PUBLIC, TAGS, Asked, check_list
from kith.organisations import identify_with_seats

HEARTBEAT_S = 20
STREAMS_A_PERSON_MAX = 16  # sockets and streams of all their apps, in one process
DATABASE_GONE = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)

_open: Counter[Id] = Counter()


class Hearing:
    """A person's app, connected: knows whether its token holds still, and reads for it."""

    def __init__(self, house: House, connection: HTTPConnection, caller: Caller) -> None:
        self.house = house
        self.caller = caller
        self._connection = connection

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

    async def stay_awake(self) -> None:
        """Ask now and then whether the token holds; return when it does not."""
        async with contextlib.aclosing(
            self.hear(Subscription(Asked(stream=""), topics=("idle",), position=""))
        ) as heard:
            async for _nothing in heard:
                pass

    async def hear(self, subscription: Subscription) -> AsyncGenerator[Sequence[Message], None]:
        """Give what happens, from now on; nothing at all after each heartbeat.

        Ends when the token does, when what is listened to is gone, or when the server stops.
        """
        following = self.house.live.follow(subscription.topics, subscription.position, pause_s=HEARTBEAT_S)
        async with contextlib.aclosing(following) as follow:
            async for batch in follow:
                try:
                    async with (
                        self.house.live.turns,
                        self.house.reading(actor=self.caller.person_id, hand=self.caller.hand) as work,
                    ):
                        await self._check_token(work)
                        messages = await subscription.messages(work, batch)
                except (KithError, *DATABASE_GONE):
                    return
                yield messages
                if subscription.over:
                    return

    async def _check_token(self, work: Work) -> None:
        """Raise `SignInFirst` unless the token holds still. Asked anew when it, or what its person may do, changes."""
        cache, key = self.house.cache, f"holds:{self.caller.session}"
        if cache.get(key) is not None:
            return
        epoch = cache.epoch()
        await _caller(work, self._connection)
        token = self.caller.session.replace(" ", ":")  # token:17
        depends = (token, f"viewer:{self.caller.person_id}", f"author:{self.caller.person_id}")
        cache.put(key, b"", depends=depends, since=epoch)

    def check_room(self) -> None:
        """Raise `TooMany` where as many are open as may be."""
        if _open[self.caller.hand] >= STREAMS_A_PERSON_MAX:
            raise TooMany(_("Many of your apps listen already. Close one."), retry_after_s=60)

    @contextlib.contextmanager
    def counted(self) -> Iterator[None]:
        """Count this among the open ones. Raises `TooMany`."""
        self.check_room()
        person_id = self.caller.hand
        _open[person_id] += 1
        STREAMS.inc()
        try:
            yield
        finally:
            STREAMS.dec()
            _open[person_id] -= 1
            if _open[person_id] <= 0:
                del _open[person_id]

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
    """Read the token where browsers can put it: in the query, or as the protocol, because they can add no header."""
    given = connection.headers.get("authorization")
    token = connection.query_params.get("access_token") or connection.headers.get("sec-websocket-protocol", "")
    if given or not token:
        return connection
    scope = dict(connection.scope)
    headers = MutableHeaders(raw=list(scope["headers"]))
    headers["authorization"] = f"Bearer {token.partition(',')[0].strip()}"
    scope["headers"] = headers.raw
    return HTTPConnection(scope)


async def _caller(work: Work, connection: HTTPConnection) -> Caller:
    caller = await identify_with_seats(work, cast("Request", connection))
    if caller is None:
        raise SignInFirst
    return caller
