"""Ask PostgreSQL whether it takes connections: the start of its protocol up to the first answer, nothing more.

The programs that could ask start a process each time, and the driver would make the supervisor large.
"""

import socket
import struct
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

READY = "00000"  # successful completion, in PostgreSQL's table of error codes
NO_SUCH_DATABASE = "3D000"
TOO_MANY_CONNECTIONS = "53300"
SILENT = ""

_PROTOCOL = 3 << 16
_GOODBYE = b"X" + struct.pack("!i", 4)
_TIMEOUT_S = 5


def ask(path: Path, *, user: str, database: str) -> str:
    """Give the error code with which the server on this socket answers: `READY`, or why not; `SILENT` without one."""
    words = f"user\0{user}\0database\0{database}\0application_name\0kith start\0\0".encode()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection, suppress(OSError):
        connection.settimeout(_TIMEOUT_S)
        connection.connect(str(path))
        connection.sendall(struct.pack("!ii", len(words) + 8, _PROTOCOL) + words)
        with connection.makefile("rb") as answers:
            state = _read(answers)
        with suppress(OSError):
            connection.sendall(_GOODBYE)
        return state
    return SILENT


def _read(answers: BinaryIO) -> str:
    """Read messages, each a letter, a length and a body, up to an error or the invitation to ask."""
    while head := answers.read(5):
        kind, length = struct.unpack("!ci", head.ljust(5, b"\0"))
        body = answers.read(max(0, length - 4))
        if kind == b"E":
            return _code(body)
        if kind == b"Z":
            return READY
    return SILENT


def _code(error: bytes) -> str:
    """Read the field `C` of an error: fields are a letter and a text, each ended by a zero byte."""
    codes = [field[1:] for field in error.split(b"\0") if field.startswith(b"C")]
    return codes[0].decode("ascii", "replace") if codes else SILENT
