"""`kith` on the command line.

kith serve [--workers N] [--port P]      engines, web and worker, until you stop it
kith worker                              jobs alone, for a further machine
kith demo [--port P]                     a living village to look at
kith migrate                             bring the database up to date
kith account create|list|password|lift|owner
                                         people, from the outside
kith token NAME                          a bearer token with all scopes, for scripts
kith doctor                              what is wrong with this installation, in words
kith backup FILE, kith restore FILE      everything: database and pictures
kith ties rebuild [--from-posts]         make all ties anew from their history
kith conversations takeover              make messages of what was said by name before
kith classify --topic KEY FILE           how likely each line is about a topic
kith settings                            what can be set, and how
kith schema                              the tables, as the records declare them

A command's own module is loaded when it is called and not before: `kith serve` runs as long as the server does, and
would otherwise carry the whole of Kith in memory for nothing.
"""

import importlib
import os
import signal
import sys
from collections.abc import Sequence

from kith.base.core.errors import KithError
from kith.base.engines import AlreadyRunning, EngineFailed, EngineMissing
from kith.cli.arguments import make_parser
from kith.cli.owner import become_owner
from kith.settings import SettingError, Settings

INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
PIPE_CLOSED = 128 + signal.SIGPIPE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Gives the exit code: 0 done, 1 refused, 2 not understood."""
    given = make_parser().parse_args(arguments)
    os.umask(0o077)  # what Kith writes, a backup too, is for its own user's eyes
    signal.signal(signal.SIGTERM, _end)
    try:
        settings = Settings.from_environment(os.environ)
        become_owner(settings.data_folder)
        module, name = given.run.split(":")
        code = int(getattr(importlib.import_module(f"kith.cli.{module}"), name)(settings, given) or 0)
        sys.stdout.flush()
        return code
    except KithError as error:
        return _refuse(error.text)
    except (SettingError, AlreadyRunning, EngineFailed, EngineMissing) as error:
        return _refuse(str(error))
    except BrokenPipeError:  # whoever read has seen enough, as `kith doctor | head -1` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        return _refuse(_told(error))
    except KeyboardInterrupt:
        return INTERRUPTED


def _end(_number: int, _frame: object) -> None:
    """Leave through every `finally`: a command may have engines to stop."""
    raise SystemExit(TERMINATED)


def _told(error: OSError) -> str:
    """Say what the system refused, and of which file: most often it is the folder that was chosen for the data."""
    if not error.filename or not error.strerror:
        return str(error)
    return f"{error.filename}: {error.strerror}. Where Kith keeps its data is set by KITH_DATA."


def _refuse(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 1
