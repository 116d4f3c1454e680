"""Who is asking, where it is a program: its key opens an organisation's desk through the API, and nothing else."""

from datetime import timedelta

from starlette.requests import Request

from kith.base.core.errors import Refused, WrongToken
from kith.base.core.words import _
from kith.base.web.bearer import OPEN_PATHS, bearer
from kith.base.web.caller import Caller
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.actions.programs import PROGRAM_KEY
from kith.organisations.model import PROGRAM_SCOPES, TeamProgram
from kith.people import SignedIn, find_holder, is_secret, read_key
from kith.people.model import Account

USED_EVERY = timedelta(hours=1)  # how exactly "last used" is told; more would be a write a request


def is_programs(request: Request) -> bool:
    """Tell whether a request comes with a key of the kind that programs have."""
    return bearer(request).startswith(PROGRAM_KEY)


async def identify_program(work: Work, request: Request) -> Caller | None:
    """Find the program. Nobody for a page; `SignInFirst` where its key is wrong, over or ended.

    Raises `Refused` for everything but the desk: a key lets nobody look around as the organisation.
    """
    if not request.scope["path"].startswith(OPEN_PATHS):
        return None
    program = await _let_in(work, bearer(request))
    holder = await find_holder(work.db, program.organisation_id) if program else None
    if program is None or holder is None or holder.account.gone_at is not None:
        raise WrongToken
    _check_door(request)
    if program.used_at is None or program.used_at < work.now - USED_EVERY:
        await _touch(work, program)
    work.memo[Account], work.memo[SignedIn] = holder.account, holder.signed
    return Caller(
        person_id=program.organisation_id,
        hand_id=program.id,
        role="member",
        session=f"program {program.id}",
        scopes=frozenset(program.scopes),
        language=holder.signed.language,
        timezone=holder.signed.timezone,
        app=program.name,
    )


async def _let_in(work: Work, text: str) -> TeamProgram | None:
    key = read_key(text.removeprefix(PROGRAM_KEY), "_")
    program = await store.find_program(work.db, key.account_id, key.key_id) if key else None
    if key is None or program is None or not program.is_let_in(work.now):
        return None
    return program if is_secret(program.secret_hash, key.secret) else None


def _check_door(request: Request) -> None:
    route: Route | None = request.scope.get("kith.entry")
    opens = frozenset((route.scope or "").split()) if route is not None else frozenset[str]()
    if opens.isdisjoint(PROGRAM_SCOPES):
        raise Refused(_("This key opens an organisation's desk, and nothing else."))


async def _touch(work: Work, program: TeamProgram) -> None:
    """Note the use in work of its own: the request may only read, or may fail. It holds no connection meanwhile."""
    await work.db.release(commit=False)
    async with work.house.work(actor=program.organisation_id) as own:
        await store.note_program_used(own.db, program.organisation_id, program.id, own.now)
