"""Where everything that runs below `kith serve` writes its log: one file that cannot fill the disk, or stderr."""

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from kith.settings import Settings

BYTES_MAX = 20_000_000


class LogFile:
    """The open log. Children write to `file`; the supervisor itself only warns."""

    def __init__(self, settings: Settings) -> None:
        self._path: Path | None = None
        self.file: IO[bytes] = sys.stderr.buffer
        self.place = "this log"
        if settings.log_to == "file":
            self._path = settings.data_folder.absolute() / "logs" / "kith.log"
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.file = self._path.open("ab")
            self.place = str(self._path)

    def warn(self, text: str) -> None:
        """Write a line; and tell the person before the terminal, who does not see the file."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = {"event": "supervisor", "said": text, "level": "warning", "timestamp": now}
        self.file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self.file.flush()
        if self._path is not None:
            print(text, file=sys.stderr, flush=True)

    def keep_small(self) -> None:
        """Put a log that has grown aside. It is copied, not moved: the children hold it open, and go on at its start.

        What they write between the two steps is lost.
        """
        if self._path is not None and self._path.stat().st_size > BYTES_MAX:
            shutil.copyfile(self._path, self._path.with_suffix(".log.1"))
            self.file.truncate(0)

    def close(self) -> None:
        """Close the file."""
        if self._path is not None:
            self.file.close()
