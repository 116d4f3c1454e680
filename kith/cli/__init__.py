"""`kith` on the command line.

kith serve [--workers N] [--port P]      engines, web and worker, until you stop it
kith worker                              jobs alone, for a further machine
kith demo                                a living village to look at
kith migrate                             bring the database up to date
kith account create|list|password|owner  people, from the outside
kith token NAME                          a bearer token with all scopes, for scripts
kith doctor                              what is wrong with this installation, in words
kith backup FILE, kith restore FILE      everything: database and pictures
kith settings                            what can be set, and how
"""

import argparse
import os
import sys
from collections.abc import Sequence

from kith import __version__
from kith.base.core.errors import KithError
from kith.base.engines import AlreadyRunning, EngineFailed
from kith.cli.accounts import add_account_commands
from kith.cli.backup import add_backup_commands
from kith.cli.doctor import add_doctor_command
from kith.cli.reference import add_reference_commands
from kith.cli.serve import add_serve_commands
from kith.settings import SettingError, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Gives the exit code: 0 done, 1 refused, 2 not understood."""
    parser = argparse.ArgumentParser(prog="kith", description="Kith: the people you know.")
    parser.add_argument("--version", action="version", version=f"kith {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add_serve_commands(commands)
    add_account_commands(commands)
    add_backup_commands(commands)
    add_doctor_command(commands)
    add_reference_commands(commands)
    given = parser.parse_args(arguments)
    try:
        settings = Settings.from_environment(os.environ)
        return int(given.run(settings, given) or 0)
    except KithError as error:
        return _refuse(error.text)
    except (SettingError, AlreadyRunning, EngineFailed, PermissionError) as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return 130


def _refuse(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 1
