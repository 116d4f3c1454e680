"""What somebody tells about themselves."""

from datetime import date

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import to_sql
from kith.base.storage.statement import Statement
from kith.people.model import Account, Picture

_SAVE = Statement("""
    UPDATE accounts
       SET name = %(name)s,
           bio = %(bio)s,
           bio_html = %(bio_html)s,
           pronouns = %(pronouns)s,
           fields = %(fields)s::jsonb,
           locked = %(locked)s,
           discoverable = %(discoverable)s,
           indexable = %(indexable)s,
           hides_ties = %(hides_ties)s,
           automated = %(automated)s,
           shows_media = %(shows_media)s,
           shows_media_replies = %(shows_media_replies)s,
           shows_featured = %(shows_featured)s
     WHERE id = %(id)s
""")
_SET_AVATAR = Statement("UPDATE accounts SET avatar = %(picture)s::jsonb WHERE id = %(id)s")
_SET_HEADER = Statement("UPDATE accounts SET header = %(picture)s::jsonb WHERE id = %(id)s")
_SET_BORN_ON = Statement("UPDATE accounts SET born_on = %(born_on)s WHERE id = %(id)s")


async def save_profile(db: Db, account: Account) -> None:
    """Write what a person may change about themselves in words and switches."""
    columns = (column for column in Account.column_list() if column.name in _SAVE.names)
    await db.run(_SAVE, **{column.name: to_sql(column, getattr(account, column.name)) for column in columns})


async def set_avatar(db: Db, account_id: Id, picture: Picture | None) -> None:
    """Write somebody's picture, or take it away."""
    await db.run(_SET_AVATAR, id=account_id, picture=_json(picture))


async def set_header(db: Db, account_id: Id, picture: Picture | None) -> None:
    """Write the wide picture on top of somebody's page, or take it away."""
    await db.run(_SET_HEADER, id=account_id, picture=_json(picture))


async def set_born_on(db: Db, account_id: Id, born_on: date | None) -> None:
    """Write when somebody was born, or nothing."""
    await db.run(_SET_BORN_ON, id=account_id, born_on=born_on)


def _json(picture: Picture | None) -> str | None:
    return None if picture is None else msgspec.json.encode(picture).decode()
