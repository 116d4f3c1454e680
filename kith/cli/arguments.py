"""What can be typed after `kith`. Each command names the function that runs it as `module:function`."""

import argparse
from pathlib import Path
from typing import Any

from kith import __version__


def make_parser() -> argparse.ArgumentParser:
    """Give the parser of all commands."""
    parser = argparse.ArgumentParser(prog="kith", description="Kith: the people you know.")
    parser.add_argument("--version", action="version", version=f"kith {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_running(commands)
    _add_people(commands)
    _add_keeping(commands)
    return parser


def _add_running(commands: Any) -> None:
    serve = _command(commands, "serve", "serving:serve", "engines, web and worker, until you stop it")
    serve.add_argument("--workers", type=int, help="how many web processes (KITH_WORKERS)")
    serve.add_argument("--port", type=int, help="the port to listen on (PORT)")
    demo = _command(commands, "demo", "serving:demo", "a living village to look at, on this machine alone")
    demo.add_argument("--port", type=int, help="the port to listen on (PORT)")
    demo.set_defaults(workers=None)
    _command(commands, "worker", "working:work", "jobs alone, for a further machine")
    migrate = _command(commands, "migrate", "working:migrate_database", "bring the database up to date")
    migrate.add_argument("--wait", action="store_true", help="until the database answers, however long that takes")
    commands.add_parser("build-village").set_defaults(run="working:build_demo")  # a step of `kith demo`


def _add_people(commands: Any) -> None:
    account = commands.add_parser(
        "account", help="create, list, give a new password, lift two-step sign-in, make an owner"
    )
    acts = account.add_subparsers(dest="act", required=True, metavar="ACT")
    create = _command(acts, "create", "accounts:create", "make an account; prints its password where none is given")
    create.add_argument("name")
    create.add_argument("--owner", action="store_true", help="who may change everything on this server")
    create.add_argument("--email", default="")
    create.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    _command(acts, "list", "accounts:show_all", "everybody who signs in here")
    password = _command(acts, "password", "accounts:give_password", "give somebody a new password")
    password.add_argument("name")
    password.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    lifted = _command(acts, "lift", "accounts:lift", "end the two-step sign-in of somebody who lost phone and codes")
    lifted.add_argument("name")
    _command(acts, "owner", "accounts:make_owner", "make somebody an owner of this server").add_argument("name")
    token = _command(commands, "token", "accounts:make_token", "print a bearer token with all scopes, for scripts")
    token.add_argument("name")


def _add_keeping(commands: Any) -> None:
    backup = _command(commands, "backup", "backup:backup", "write everything into one file, while the server runs")
    backup.add_argument("file", type=Path)
    restore = _command(commands, "restore", "restore:restore", "bring everything back from a backup")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="even if there are people here: they are replaced")
    ties = commands.add_parser("ties", help="make ties anew from their history")
    acts = ties.add_subparsers(dest="act", required=True, metavar="ACT")
    remade = _command(
        acts, "rebuild", "ties:rebuild_ties", "make all ties anew from the history of acts; the server may run on"
    )
    remade.add_argument(
        "--from-posts",
        action="store_true",
        help="note first what posts and likes gave that are older than the history: once, after an upgrade",
    )
    talks = commands.add_parser("conversations", help="hand what was said by name before over to conversations")
    acts = talks.add_subparsers(dest="act", required=True, metavar="ACT")
    _command(acts, "takeover", "conversations:take_over_talks", "make messages of posts for few; the server may run on")
    _command(commands, "doctor", "doctor:doctor", "what is wrong with this installation, in words")
    classify = _command(
        commands, "classify", "classify:classify", "read a post a line, write how likely it is about a topic"
    )
    classify.add_argument("--topic", default="partisan", help="the key of a ready topic")
    classify.add_argument("--small", action="store_true", help="without embeddings, as while somebody types")
    classify.add_argument("file", type=Path, help="- for standard input")
    _command(commands, "settings", "reference:show_settings", "what can be set, and how")
    _command(commands, "schema", "reference:show_schema", "the tables, as the records declare them")


def _command(commands: Any, name: str, run: str, meaning: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=meaning, description=meaning)
    parser.set_defaults(run=run)
    return parser
