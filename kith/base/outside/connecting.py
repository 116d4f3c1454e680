"""Connections: a name is looked up here, and what it stands for is judged before it is connected to.

Between looking up and connecting nothing is looked up again, so a name that changes its meaning in between (DNS
rebinding) gains nothing.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import certifi
import httpcore

from kith.base.core.words import _
from kith.base.outside.addresses import Forbidden, IpAddress, may_connect

CONNECT_WITHIN_S = 4.0  # an address; the next one is tried then
ADDRESSES_MAX = 4  # of one name
# Names are looked up in threads of their own: a name server that never answers holds these, and nothing else.
LOOK_UPS_MAX = 16


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """The only way to the network: connects to addresses that may be connected to."""

    def __init__(self, *, ports: frozenset[int], loopback: bool) -> None:
        self._ports = ports
        self._loopback = loopback
        self._network = httpcore.AnyIOBackend()
        self._threads = ThreadPoolExecutor(LOOK_UPS_MAX, thread_name_prefix="names")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as httpcore calls it
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to one of the addresses of `host`. Raises `Forbidden` where none of them may be."""
        found = await self._look_up(host, port)
        allowed = [ip for ip in found if may_connect(ip, port, ports=self._ports, loopback=self._loopback)]
        if not allowed:
            raise Forbidden(_("That address is not out in the world, so this server does not ask it."))
        failed: Exception | None = None
        for ip in allowed[:ADDRESSES_MAX]:
            try:
                return await self._network.connect_tcp(
                    str(ip), port, min(timeout or CONNECT_WITHIN_S, CONNECT_WITHIN_S), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        assert failed is not None
        raise failed

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks for."""
        await asyncio.sleep(seconds)

    def close(self) -> None:
        """Let go of the threads; a look-up that hangs is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _look_up(self, host: str, port: int) -> list[IpAddress]:
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._threads, _addresses, host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} has no address") from error
        return list(dict.fromkeys(found))


def _addresses(host: str, port: int) -> list[IpAddress]:
    """Ask the system for the addresses of a name, the most likely first (RFC 6724)."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(answer[4][0]) for answer in answers]


def certificates() -> ssl.SSLContext:
    """Verify servers by what the system trusts; where it came without certificates, by Mozilla's list."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # some systems build Python so that older ones would do
    paths = ssl.get_default_verify_paths()
    has_own = paths.cafile is not None or (paths.capath is not None and any(Path(paths.capath).iterdir()))
    if not has_own:
        context.load_verify_locations(certifi.where())
    return context
