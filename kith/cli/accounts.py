"""`kith account` and `kith token`: people, from the outside."""

import argparse
import asyncio
import getpass
import secrets
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from kith.base.core.errors import NotFound
from kith.base.core.ids import ID_MAX, Id
from kith.base.work import Work
from kith.cli.running import house_for
from kith.people import (
    JoinForm,
    all_members,
    find_account,
    find_account_by_handle,
    give_token,
    join,
    reset_password,
    set_role,
)
from kith.people.model import Account
from kith.settings import Settings


def add_account_commands(commands: Any) -> None:
    """Add the commands of this module."""
    account = commands.add_parser("account", help="create, list, give a new password, make an owner")
    acts = account.add_subparsers(dest="act", required=True, metavar="ACT")
    create = acts.add_parser("create", help="make an account; prints its password where none is given")
    create.add_argument("name")
    create.add_argument("--owner", action="store_true")
    create.add_argument("--email", default="")
    create.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    create.set_defaults(run=_run(_create))
    acts.add_parser("list", help="everybody who signs in here").set_defaults(run=_run(_list))
    password = acts.add_parser("password", help="give somebody a new password")
    password.add_argument("name")
    password.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    password.set_defaults(run=_run(_password))
    owner = acts.add_parser("owner", help="make somebody an owner of this server")
    owner.add_argument("name")
    owner.set_defaults(run=_run(_owner))
    token = commands.add_parser("token", help="print a bearer token with all scopes, for scripts")
    token.add_argument("name")
    token.set_defaults(run=_run(_token))


Act = Callable[[Work, argparse.Namespace], Awaitable[None]]


def _run(act: Act) -> Callable[[Settings, argparse.Namespace], int]:
    def run(settings: Settings, given: argparse.Namespace) -> int:
        async def inside() -> None:
            async with house_for(settings) as house, house.work() as work:
                await act(work, given)

        asyncio.run(inside())
        return 0

    return run


async def _create(work: Work, given: argparse.Namespace) -> None:
    password, made_up = _password_given(given)
    form = JoinForm(handle=given.name, password=password, email=given.email)
    account = await join(work, form, role="owner" if given.owner else "member")
    print(f"@{account.handle} is here.")
    if made_up:
        print(f"Password: {password}")


async def _list(work: Work, _given: argparse.Namespace) -> None:
    below = Id(ID_MAX)
    while members := await all_members(work.db, below=below, limit=200):
        for member in members:
            account = await find_account(work.db, member.account_id)
            assert account is not None
            state = "leaving" if member.leaves_at else "waiting" if member.approved_at is None else member.role
            print(f"@{account.handle:<30} {state:<10} {member.created_at:%Y-%m-%d}  {account.name}")
        below = members[-1].account_id


async def _password(work: Work, given: argparse.Namespace) -> None:
    account = await _named(work, given.name)
    password, made_up = _password_given(given)
    await reset_password(work, account.id, password)
    print(f"@{account.handle} has a new password, and is signed out everywhere.")
    if made_up:
        print(f"Password: {password}")


async def _owner(work: Work, given: argparse.Namespace) -> None:
    account = await _named(work, given.name)
    await set_role(work.db, account.id, "owner")
    print(f"@{account.handle} owns this server now.")


async def _token(work: Work, given: argparse.Namespace) -> None:
    account = await _named(work, given.name)
    work.actor = work.hand = account.id
    print(await give_token(work, name="made on the command line"))


async def _named(work: Work, name: str) -> Account:
    account = await find_account_by_handle(work.db, name.removeprefix("@"))
    if account is None:
        raise NotFound(f"There is nobody called @{name.removeprefix('@')} here. `kith account list` shows who is.")
    return account


def _password_given(given: argparse.Namespace) -> tuple[str, bool]:
    """Read the password, ask for it at a terminal, or make one up; tells whether it was made up."""
    if given.password_stdin:
        return sys.stdin.readline().rstrip("\n"), False
    if sys.stdin.isatty():
        typed = getpass.getpass("Password (empty: make one up): ")
        if typed:
            return typed, False
    return secrets.token_urlsafe(12), True
