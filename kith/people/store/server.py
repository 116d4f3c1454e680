"""What the owner decided: small values by name."""

from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import ServerSetting

PUBLIC_NAMES = ("sign_up", "about", "rules", "members_invite")

_READ = Statement(f"SELECT {ServerSetting.columns()} FROM server_settings WHERE name = ANY(%(names)s::text[])")
_KEEP = Statement("""
    INSERT INTO server_settings (name, value)
    VALUES (%(name)s, %(value)s)
    ON CONFLICT (name) DO UPDATE
       SET value = EXCLUDED.value
""")


async def read_server_settings(db: Db) -> dict[str, str]:
    """Read what the owner set, by name; never the server's secret."""
    rows = await db.all(_READ, ServerSetting, names=list(PUBLIC_NAMES))
    return {row.name: row.value for row in rows}


async def keep_server_setting(db: Db, name: str, value: str) -> None:
    """Keep one."""
    assert name in PUBLIC_NAMES
    await db.run(_KEEP, name=name, value=value)
