"""Members: who signs in here."""

from datetime import datetime
from typing import Any

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Member, MemberEmail, Role

OWNERS_TOLD_MAX = 100  # a server with more has a list of them elsewhere

_FIND = Statement(f"SELECT {Member.columns()} FROM members WHERE account_id = %(account_id)s")
_NOTE_LIMITS = Statement("UPDATE members SET has_limits = %(any_)s WHERE account_id = %(account_id)s")
_NOTE_FILTERS = Statement("UPDATE members SET has_filters = %(any_)s WHERE account_id = %(account_id)s")
_LOCK = Statement(f"SELECT {Member.columns()} FROM members WHERE account_id = %(account_id)s FOR UPDATE")
_FIND_BY_EMAIL = Statement(f"""
    SELECT {Member.columns("members")}
      FROM member_emails
      JOIN members ON members.account_id = member_emails.account_id
     WHERE member_emails.email = %(email)s
""")
_HAS_OWNER = Statement("SELECT EXISTS (SELECT FROM members WHERE role = 'owner')")
_CLAIM_OWNERSHIP = Statement("""
    INSERT INTO server_settings (name, value)
    VALUES ('first_owner', %(account_id)s::bigint::text)
    ON CONFLICT (name) DO NOTHING
""")
_WAITING = Statement(f"""
    SELECT {Member.columns()}
      FROM members
     WHERE approved_at IS NULL
       AND account_id > %(after)s
     ORDER BY account_id
     LIMIT %(limit)s
""")
_ALL = Statement(f"""
    SELECT {Member.columns()}
      FROM members
     WHERE account_id < %(below)s
     ORDER BY account_id DESC
     LIMIT %(limit)s
""")
_APPROVE = Statement("""
    UPDATE members
       SET approved_at = %(now)s
     WHERE account_id = %(account_id)s
       AND approved_at IS NULL
""")
_SET_ROLE = Statement("UPDATE members SET role = %(role)s WHERE account_id = %(account_id)s")
_IN_ROLE = Statement("""
    SELECT account_id
      FROM members
     WHERE role = %(role)s
       AND leaves_at IS NULL
     ORDER BY account_id
     LIMIT %(limit)s
""")
_COUNT_OWNERS = Statement("SELECT count(*) FROM members WHERE role = 'owner' AND leaves_at IS NULL")
# A row of its own, made at the first need: what is written is held until the commit, whoever owned the server first.
_LOCK_OWNERS = Statement("""
    INSERT INTO server_settings (name, value)
    VALUES ('owners_held', '')
    ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value
""")
_SET_PASSWORD = Statement("UPDATE members SET password_hash = %(password_hash)s WHERE account_id = %(account_id)s")
_SET_EMAIL = Statement("""
    UPDATE members
       SET email = %(email)s, email_confirmed_at = %(confirmed_at)s
     WHERE account_id = %(account_id)s
""")
_SET_TASTE = Statement("""
    UPDATE members
       SET language = %(language)s, theme = %(theme)s, timezone = %(timezone)s, post_audience = %(post_audience)s,
           quote_policy = %(quote_policy)s
     WHERE account_id = %(account_id)s
""")
_SET_POSTING = Statement("""
    UPDATE members
       SET post_language = %(language)s, post_sensitive = %(sensitive)s
     WHERE account_id = %(account_id)s
""")
_SET_ATTRIBUTION = Statement("""
    UPDATE members
       SET attribution_domains = %(domains)s::text[]
     WHERE account_id = %(account_id)s
""")
_SET_LEAVING = Statement("UPDATE members SET leaves_at = %(leaves_at)s WHERE account_id = %(account_id)s")
_SET_GONE = Statement("UPDATE accounts SET gone_at = %(gone_at)s WHERE id = %(account_id)s")
_DUE_TO_LEAVE = Statement(f"""
    SELECT {Member.columns()}
      FROM members
     WHERE leaves_at <= %(now)s
     ORDER BY leaves_at, account_id
     LIMIT 100
""")
_DROP_EMAIL = Statement("DELETE FROM member_emails WHERE account_id = %(account_id)s")


async def find_member(db: Db, account_id: Id) -> Member | None:
    """Find a member by account."""
    return await db.maybe(_FIND, Member, account_id=account_id)


async def get_member(db: Db, account_id: Id) -> Member:
    """Get a member. Raises `NotFound`."""
    return await db.one(_FIND, Member, account_id=account_id)


async def lock_member(db: Db, account_id: Id) -> Member:
    """Get a member to change something about them; others who want to change it wait."""
    return await db.one(_LOCK, Member, account_id=account_id)


async def find_member_by_email(db: Db, email: str) -> Member | None:
    """Find a member by a normalised address."""
    return await db.maybe(_FIND_BY_EMAIL, Member, email=email)


async def claim_email(db: Db, email: str, account_id: Id) -> bool:
    """Take an address for an account. `False` when another account has it."""
    return await db.insert_new(MemberEmail(email=email, account_id=account_id))


async def drop_email(db: Db, account_id: Id) -> None:
    """Give the account's addresses free."""
    await db.run(_DROP_EMAIL, account_id=account_id)


async def claim_ownership(db: Db, account_id: Id) -> bool:
    """Become the first owner. Of two who sign up at once the second waits for the first, and then comes too late."""
    return await db.run(_CLAIM_OWNERSHIP, account_id=account_id) == 1


async def has_owner(db: Db) -> bool:
    """Tell whether somebody owns this server."""
    return bool(await db.value(_HAS_OWNER))


async def count_owners(db: Db) -> int:
    """Count the owners who are staying."""
    return int(await db.value(_COUNT_OWNERS))


async def owners(db: Db) -> list[Id]:
    """List the owners who are staying."""
    return await db.values(_IN_ROLE, role="owner", limit=OWNERS_TOLD_MAX)


async def moderators(db: Db) -> list[Id]:
    """List the moderators who are staying."""
    return await db.values(_IN_ROLE, role="moderator", limit=OWNERS_TOLD_MAX)


async def lock_owners(db: Db) -> None:
    """Make others wait who would change who owns the server: two owners could else each make the other the last."""
    await db.run(_LOCK_OWNERS)


async def waiting_members(db: Db, *, after: Id, limit: int) -> list[Member]:
    """List who waits for approval, the longest first."""
    return await db.all(_WAITING, Member, after=after, limit=limit)


async def all_members(db: Db, *, below: Id, limit: int) -> list[Member]:
    """List members, the newest first."""
    return await db.all(_ALL, Member, below=below, limit=limit)


async def approve_member(db: Db, account_id: Id, now: datetime) -> bool:
    """Let somebody in: from now on others see them. `False` when they were in already."""
    if await db.run(_APPROVE, account_id=account_id, now=now) != 1:
        return False
    await db.run(_SET_GONE, account_id=account_id, gone_at=None)
    return True


async def set_role(db: Db, account_id: Id, role: Role) -> None:
    """Make somebody a member, a moderator or an owner."""
    await db.run(_SET_ROLE, account_id=account_id, role=role)


async def set_password_hash(db: Db, account_id: Id, password_hash: str) -> None:
    """Keep a new password."""
    await db.run(_SET_PASSWORD, account_id=account_id, password_hash=password_hash)


async def set_email(db: Db, account_id: Id, email: str | None, confirmed_at: datetime | None) -> None:
    """Keep a new address."""
    await db.run(_SET_EMAIL, account_id=account_id, email=email, confirmed_at=confirmed_at)


async def set_taste(db: Db, account_id: Id, **taste: Any) -> None:
    """Keep language, theme, time zone and usual audience."""
    await db.run(_SET_TASTE, account_id=account_id, **taste)


async def set_posting(db: Db, account_id: Id, *, language: str | None, sensitive: bool) -> None:
    """Keep how somebody usually posts."""
    await db.run(_SET_POSTING, account_id=account_id, language=language, sensitive=sensitive)


async def set_attribution_domains(db: Db, account_id: Id, domains: tuple[str, ...]) -> None:
    """Keep which sites may name somebody."""
    await db.run(_SET_ATTRIBUTION, account_id=account_id, domains=domains)


async def set_leaving(db: Db, account_id: Id, *, leaves_at: datetime | None, gone_at: datetime | None) -> None:
    """Begin to leave (hidden from now on, deleted then), or come back (both `None`)."""
    await db.run(_SET_LEAVING, account_id=account_id, leaves_at=leaves_at)
    await db.run(_SET_GONE, account_id=account_id, gone_at=gone_at)


async def members_due_to_leave(db: Db, now: datetime) -> list[Member]:
    """List whose time of grace is over."""
    return await db.all(_DUE_TO_LEAVE, Member, now=now)


async def note_filters(db: Db, account_id: Id, *, any_: bool) -> None:
    """Keep whether somebody has filters: each read of a viewer knows it, at no cost."""
    await db.run(_NOTE_FILTERS, account_id=account_id, any_=any_)


async def note_limits(db: Db, account_id: Id, *, any_: bool) -> None:
    """Keep whether somebody limits what they take in: each read of a viewer knows it, at no cost."""
    await db.run(_NOTE_LIMITS, account_id=account_id, any_=any_)
