"""Seeing somebody's profile, and changing one's own."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

import msgspec

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.text import clean, clean_line, find_mentions, render
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.follows import let_all_in
from kith.people.actions.meeting import acting, stands_anew
from kith.people.model import (
    BIO_MAX,
    FIELD_NAME_MAX,
    FIELD_TEXT_MAX,
    FIELDS_MAX,
    HANDLE_MAX,
    PICTURE_ALT_MAX,
    PROFILE_SWITCHES,
    PRONOUNS_MAX,
    Account,
    Picture,
    ProfileChanged,
    ProfileField,
    ProfileView,
    ProfileWish,
)
from kith.people.names import check_name
from kith.people.rules.relations import check_present
from kith.people.store.profile import set_born_on as write_born_on

YEAR_BORN_MIN = 1900  # nobody alive was born before
ADDRESS_MAX = HANDLE_MAX + 1 + 253  # a handle, an @ and a domain


async def load_profile(work: Work, handle: str) -> ProfileView:
    """Read somebody as the viewer sees them, by `ana` or `jo@hav.social`. `NotFound` where they may not be seen."""
    account = await find_present(work, handle)
    viewer = await store.viewer_of(work)
    return ProfileView(
        account=account,
        relation=await store.relation(work.db, viewer.id, account.id, work.now),
        counts=await store.tie_counts(work.db, account.id),
        is_me=account.id == viewer.id,
    )


async def find_present(work: Work, handle: str) -> Account:
    """Get the account behind a handle. Gone, and kept away by a block, look as if they never were."""
    account = await find_anybody(work, handle)
    viewer = await store.viewer_of(work)
    if account.id != viewer.id:
        check_present(account, apart=account.id in viewer.hidden)
    return account


async def find_anybody(work: Work, handle: str) -> Account:
    """Get the account behind a handle, whoever may see it: for taking back what one did oneself."""
    # What stands in an address may be anything; what no handle can hold never reaches the database.
    known = handle.isprintable() and len(handle) <= ADDRESS_MAX
    account = await store.find_account_by_handle(work.db, _at_home(work, handle)) if known else None
    if account is None:
        raise NotFound
    return account


async def change_profile(work: Work, wish: ProfileWish) -> Account:
    """Change what one tells about oneself. Whoever opens a locked profile lets in all who wait at its door."""
    before = await store.lock_account(work.db, acting(work))
    words = f"{wish.bio}\n" + "\n".join(text for _name, text in wish.fields)
    pages = await _pages_named(work, words)
    bio = clean(wish.bio, length_max=BIO_MAX, field="bio", characters_max=BIO_MAX)
    after = msgspec.structs.replace(
        before,
        name=check_name(wish.name, handle=before.handle),
        bio=bio,
        bio_html=_html(work, bio, pages),
        pronouns=clean_line(wish.pronouns, length_max=PRONOUNS_MAX, field="pronouns"),
        fields=_fields(work, wish, pages),
        **wish.switches(),
    )
    await store.save_profile(work.db, after)
    if before.locked and not after.locked:
        await let_all_in(work, after.id)
    _tell_changed(work, after)
    return after


async def change_part_of_profile(work: Work, **wished: Any) -> Account:
    """Change what is given, by the names of a `ProfileWish`; the rest stays, also what another changes meanwhile."""
    me = await store.lock_account(work.db, acting(work))
    return await change_profile(work, msgspec.structs.replace(wish_of(me), **wished))


async def describe_pictures(work: Work, *, avatar: str | None = None, header: str | None = None) -> None:
    """Say what one's pictures show, for those who do not see them. Drawn ones show nothing that could be said."""
    me = await store.lock_account(work.db, acting(work))
    for picture, said, keep in ((me.avatar, avatar, store.set_avatar), (me.header, header, store.set_header)):
        if said is not None:
            alt = clean(said, length_max=PICTURE_ALT_MAX, field="alt", characters_max=PICTURE_ALT_MAX).strip()
            if picture is not None and alt != picture.alt:
                await keep(work.db, me.id, msgspec.structs.replace(picture, alt=alt))
    _tell_changed(work, me)


async def set_avatar(work: Work, picture: Picture | None) -> None:
    """Show another picture of oneself; without one, the drawn face."""
    me = await store.lock_account(work.db, acting(work))
    await store.set_avatar(work.db, me.id, picture)
    _tell_changed(work, me)


async def set_header(work: Work, picture: Picture | None) -> None:
    """Show another wide picture on top of one's page; without one, the drawn banner."""
    me = await store.lock_account(work.db, acting(work))
    await store.set_header(work.db, me.id, picture)
    _tell_changed(work, me)


async def set_born_on(work: Work, born_on: date | None) -> None:
    """Keep when one was born: nobody is shown the year. It tells the grown from the young, where that matters."""
    if born_on is not None and not date(YEAR_BORN_MIN, 1, 1) <= born_on <= work.now.date():
        raise Invalid(_("Choose a day between {first} and today.").format(first=YEAR_BORN_MIN), field="born_on")
    me = await store.lock_account(work.db, acting(work))
    await write_born_on(work.db, me.id, born_on)
    work.forget(f"author:{me.id}")


def wish_of(account: Account) -> ProfileWish:
    """Give what a profile says now as a wish, to change only a part of it."""
    return ProfileWish(
        name=account.name,
        bio=account.bio,
        pronouns=account.pronouns,
        fields=tuple((field.name, field.text) for field in account.fields),
        **{name: getattr(account, name) for name in PROFILE_SWITCHES},
    )


def _tell_changed(work: Work, me: Account) -> None:
    work.tell(ProfileChanged(account_id=me.id))
    work.forget(f"author:{me.id}")
    stands_anew(work, me.id)


def _fields(work: Work, wish: ProfileWish, pages: Mapping[str, str]) -> tuple[ProfileField, ...]:
    """Keep the fields that say something."""
    kept = []
    for asked_name, asked_text in wish.fields:
        name = clean_line(asked_name, length_max=FIELD_NAME_MAX, field="fields")
        text = clean_line(asked_text, length_max=FIELD_TEXT_MAX, field="fields")
        if name or text:
            kept.append(ProfileField(name=name, text=text, html=_html(work, text, pages)))
    if len(kept) > FIELDS_MAX:
        raise Invalid(_("A profile has room for {count} lines of your own.").format(count=FIELDS_MAX), field="fields")
    return tuple(kept)


async def _pages_named(work: Work, words: str) -> dict[str, str]:
    """Find the pages of those named in one's profile whom one may name."""
    named = {_at_home(work, person.address): person.address for person in find_mentions(words)}
    viewer = await store.viewer_of(work)
    found = await store.accounts_by_handles(work.db, list(named))
    base = work.house.settings.url
    known = [_address(account) for account in found if account.id not in viewer.hidden]
    return {named[address.lower()]: f"{base}/@{address}" for address in known}


def _address(account: Account) -> str:
    return f"{account.handle}@{account.domain}" if account.domain else account.handle


def _html(work: Work, text: str, pages: Mapping[str, str]) -> str:
    base = work.house.settings.url
    return render(text, mention_urls=pages, hashtag_url=lambda tag: f"{base}/tags/{quote(tag)}", emoji_urls={})


def _at_home(work: Work, handle: str) -> str:
    """`ana@our.server` is `ana` at home."""
    return handle.lower().removesuffix(f"@{work.house.settings.domain.lower()}")
