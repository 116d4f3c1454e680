"""`kith account` and `kith token`: people, from the outside."""

import argparse
import asyncio
import getpass
import secrets
import sys
from collections.abc import Awaitable, Callable

from kith.base.core.errors import NotFound, Refused
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
    lift_two_step,
    reset_password,
    set_role,
    tell_new_owner,
)
from kith.people.model import Account
from kith.settings import Settings


def create(settings: Settings, given: argparse.Namespace) -> int:
    """Make an account, and print its password if we made it up."""

    async def act(work: Work) -> None:
        password, made_up = _password_given(given)
        form = JoinForm(handle=given.name, password=password, email=given.email)
        account = await join(work, form, role="owner" if given.owner else "member")
        print(f"@{account.handle} is here.")
        if made_up:
            print(f"Password: {password}")

    return _run(settings, act)


def show_all(settings: Settings, _given: argparse.Namespace) -> int:
    """List everybody who signs in here, the newest first."""

    async def act(work: Work) -> None:
        below = Id(ID_MAX)
        while members := await all_members(work.db, below=below, limit=200):
            for member in members:
                account = await find_account(work.db, member.account_id)
                assert account is not None
                state = "leaving" if member.leaves_at else "waiting" if member.approved_at is None else member.role
                print(f"@{account.handle:<30} {state:<10} {member.created_at:%Y-%m-%d}  {account.name}")
            below = members[-1].account_id

    return _run(settings, act)


def give_password(settings: Settings, given: argparse.Namespace) -> int:
    """Give somebody a new password."""

    async def act(work: Work) -> None:
        account = await _named(work, given.name)
        password, made_up = _password_given(given)
        await reset_password(work, account.id, password)
        print(f"@{account.handle} has a new password, and is signed out everywhere.")
        if made_up:
            print(f"Password: {password}")

    return _run(settings, act)


def lift(settings: Settings, given: argparse.Namespace) -> int:
    """End the two-step sign-in of somebody who lost their phone and their recovery codes. They are told."""

    async def act(work: Work) -> None:
        account = await _named(work, given.name)
        if not await lift_two_step(work, account.id):
            raise Refused(f"@{account.handle} has no two-step sign-in.")
        print(f"@{account.handle} signs in by password alone now, is signed out everywhere, and is told so.")

    return _run(settings, act)


def make_owner(settings: Settings, given: argparse.Namespace) -> int:
    """Make somebody an owner of this server."""

    async def act(work: Work) -> None:
        account = await _named(work, given.name)
        if account.kind != "person":
            raise Refused("Only a person runs a server. This is an organisation.")
        await set_role(work.db, account.id, "owner")
        work.forget(f"viewer:{account.id}")
        print(f"@{account.handle} owns this server now.")
        if await tell_new_owner(work, account.id):
            print(
                f"Of some who live here it is said that they have died: a notice tells @{account.handle}, who decides."
            )

    return _run(settings, act)


def make_token(settings: Settings, given: argparse.Namespace) -> int:
    """Print a bearer token with all scopes."""

    async def act(work: Work) -> None:
        account = await _named(work, given.name)
        work.actor = work.hand = account.id
        print(await give_token(work, name="made on the command line"))

    return _run(settings, act)


def _run(settings: Settings, act: Callable[[Work], Awaitable[None]]) -> int:
    async def inside() -> None:
        async with house_for(settings) as house, house.work() as work:
            await act(work)

    asyncio.run(inside())
    return 0


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
