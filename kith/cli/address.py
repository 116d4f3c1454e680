"""The port that Kith will listen on: is it free, and does Kith answer on it?"""

import errno
import ipaddress
import socket
from contextlib import suppress

from kith.base.core.errors import Refused
from kith.settings import Settings

_ANSWER_WAIT_S = 3


def choose_port(settings: Settings) -> Settings:
    """Give the settings with a port that is free: the one they name, or any where they name 0.

    Raises `Refused`: better than a web process that fails to start again and again, out of sight.
    """
    family, kind, protocol, _name, address = _resolve(settings)
    with socket.socket(family, kind, protocol) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(address)
            tried.listen(1)
        except OSError as error:
            raise Refused(_why(error, settings.port, settings.host, variable="PORT")) from error
        return settings if settings.port else settings.on_port(int(tried.getsockname()[1]))


def check_streams_port(settings: Settings) -> None:
    """Raise `Refused` unless the streams' own door can be opened, where there is to be one.

    Several processes open it at once, so that the system would let two servers share it, and mix up who comes.
    """
    if not settings.streams_port:
        return
    if settings.streams_port == settings.port:
        raise Refused(f"KITH_STREAMS_PORT: {settings.port} is PORT already. Choose another one.")
    family, kind, protocol, _name, address = _resolve(settings)
    with socket.socket(family, kind, protocol) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address[0], settings.streams_port))
            tried.listen(1)
        except OSError as error:
            raise Refused(_why(error, settings.streams_port, settings.host, variable="KITH_STREAMS_PORT")) from error


def answers(settings: Settings) -> bool:
    """Ask `/readyz` whether people would be served."""
    family, kind, protocol, _name, address = _resolve(settings)
    host = str(address[0])
    if ipaddress.ip_address(host.partition("%")[0]).is_unspecified:
        host = "::1" if family == socket.AF_INET6 else "127.0.0.1"
    with socket.socket(family, kind, protocol) as connection, suppress(OSError):
        connection.settimeout(_ANSWER_WAIT_S)
        connection.connect((host, *address[1:]))
        connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return connection.recv(12) == b"HTTP/1.1 200"
    return False


def _resolve(settings: Settings) -> tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]:
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise Refused(f"KITH_HOST: “{settings.host}” is no address of this machine.") from error
    return found[0]  # type: ignore[return-value]  # the address of IPv6 has two more parts, which are passed on


def _why(error: OSError, port: int, host: str, *, variable: str) -> str:
    place = f"Port {port} of {host}"
    if error.errno == errno.EADDRINUSE:
        return f"{place} is taken by another program. Choose another port, for example {variable}={port + 1}."
    if error.errno == errno.EACCES:
        return f"{place} is for root alone. Choose a port from 1024 on, and put a proxy before it (docs/hosting.md)."
    return f"{place} cannot be listened on: {error.strerror}. {variable} and KITH_HOST set it."
