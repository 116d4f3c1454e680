"""The digest: what came and was not read, in one mail, at a time of day that its reader knows."""

import hmac
from hashlib import sha256
from zoneinfo import ZoneInfo

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.core.paging import Paging
from kith.base.core.words import _, in_language, ngettext
from kith.base.letters import write_letter
from kith.base.web.language import translations_for
from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.reaching import has_mail, stop_digest, zone_of
from kith.notices.actions.reading import ROWS_MAX, load_groups
from kith.notices.model import DigestDue, NoticePolicy, NoticeView
from kith.notices.rules import GROUPED, mailed_groups, next_digest_at, split
from kith.notices.words import open_words_of, title_of_group
from kith.people import find_member, remembered
from kith.people.model import Member

OVERDUE_BATCH = 500


async def send_digest(work: Work, fact: DigestDue) -> None:
    """Write somebody's digest, if there is anything to be told, and put the next to its time.

    Under the lock of its owner: of two jobs for one digest, the second finds it put to another time.
    """
    await store.lock_owner(work.db, fact.owner_id)
    policy, member = await store.policy_of(work.db, fact.owner_id), await find_member(work.db, fact.owner_id)
    if member is None or policy.digest_due_at != fact.due_at:
        return
    groups: list[list[NoticeView]] = []
    if await _is_reached(work, member):
        work.actor = work.hand = fact.owner_id
        paging = Paging(since_id=policy.digest_id, limit=ROWS_MAX)
        page = await load_groups(work, paging, wanted=frozenset(GROUPED.values()), with_hidden=True)
        groups = mailed_groups(policy, page)
    if groups:
        with in_language(translations_for(member.language or policy.language)):
            await _write(work, member, policy, groups)
    newest = max((view.notice.id for members in groups for view in members), default=policy.digest_id)
    due_at = next_digest_at(policy.digest, work.now, ZoneInfo(zone_of(member, policy)))
    await store.keep_policy(work.db, msgspec.structs.replace(policy, digest_id=newest, digest_due_at=due_at))
    if due_at is not None:
        work.tell(DigestDue(owner_id=fact.owner_id, due_at=due_at), at=due_at)


async def find_lost_digests(work: Work) -> None:
    """Set in motion what should have come yesterday and did not, whatever became of its job."""
    yesterday = work.now.replace(hour=0, minute=0, second=0, microsecond=0)
    for policy in await store.overdue_digests(work.db, yesterday, limit=OVERDUE_BATCH):
        if policy.digest_due_at is not None:
            work.tell(DigestDue(owner_id=policy.owner_id, due_at=policy.digest_due_at))


def stop_key(secret: bytes, owner_id: Id) -> str:
    """Sign whose digest can be stopped by this address; it does nothing else, and so does not end."""
    signature = hmac.new(secret, f"digest\0{owner_id}".encode(), sha256).hexdigest()
    return f"{owner_id}.{signature[:40]}"


async def stop_by_key(work: Work, key: str) -> None:
    """Stop the digest that an address names. Raises `NotFound` for one that was never given out."""
    owner_id = read_stop_key(work.house.secret, key)
    if owner_id is None:
        raise NotFound
    await stop_digest(work, owner_id)


def read_stop_key(secret: bytes, key: str) -> Id | None:
    """Tell whose digest a key stops; `None` for one that was never given out."""
    owner_id = parse_id(key.partition(".")[0])
    fits = owner_id is not None and hmac.compare_digest(key.encode(), stop_key(secret, owner_id).encode())
    return owner_id if fits else None


async def _is_reached(work: Work, member: Member) -> bool:
    """Tell whether somebody is there to read it: nobody writes to who has died."""
    is_here = has_mail(member) and member.leaves_at is None and member.approved_at is not None
    return is_here and member.account_id not in await remembered(work)


async def _write(work: Work, member: Member, policy: NoticePolicy, groups: list[list[NoticeView]]) -> None:
    assert member.email is not None
    url, (told, left) = work.house.settings.url, split(groups)
    stop_url = f"{url}/mail/stop/{stop_key(work.house.secret, member.account_id)}"
    lines = [_line(members, with_words=policy.digest_words) for members in told]
    if left:
        lines.append(ngettext("And {count} more.", "And {count} more.", left).format(count=left))
    closing = (
        _("All of it: {url}").format(url=f"{url}/notices"),
        _("You asked for this mail. Change that: {url}").format(url=f"{url}/settings/notices"),
        _("Or stop it in one press: {url}").format(url=stop_url),
    )
    name = work.house.settings.name
    await write_letter(
        work,
        to=member.email,
        subject=ngettext("{count} thing for you at {name}", "{count} things for you at {name}", len(groups)).format(
            count=len(groups), name=name
        ),
        text="\n".join((*lines, "", *closing)) + "\n",
        stop_url=stop_url,
    )


def _line(members: list[NoticeView], *, with_words: bool) -> str:
    words = open_words_of(members[0]) if with_words else ""
    return f"- {title_of_group(members)}" + (f"\n  {words}" if words else "")
