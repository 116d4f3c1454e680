"""The entity `Account`."""

from collections.abc import Mapping

import msgspec

from kith.base.core.ids import Id
from kith.base.web.shown import banner_url, face_url, media_url
from kith.collections import FeaturePolicy, policy_or_usual, standing_of
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.store import Counts
from kith.people.model import Account, Viewer


class FieldEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A free line of a profile."""

    name: str
    value: str
    verified_at: str | None = None


class FeatureApprovalEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Who may put somebody into a collection, at once or when asked, and whether whoever reads this may."""

    automatic: tuple[str, ...]
    manual: tuple[str, ...]
    current_user: str


APPROVALS: dict[FeaturePolicy, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "everyone": (("public",), ()),
    "followers": (("followers",), ("public",)),
    "asked": ((), ("public",)),
    "nobody": ((), ()),
}


class AccountEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, as Mastodon's apps know them."""

    id: str
    username: str
    acct: str
    display_name: str
    locked: bool
    bot: bool
    group: bool
    discoverable: bool
    indexable: bool
    noindex: bool
    created_at: str
    note: str
    url: str
    uri: str
    avatar: str
    avatar_static: str
    header: str
    header_static: str
    followers_count: int
    following_count: int
    statuses_count: int
    last_status_at: str | None
    emojis: tuple[str, ...]
    fields: tuple[FieldEntity, ...]
    feature_approval: FeatureApprovalEntity
    avatar_description: str
    header_description: str
    hide_collections: bool
    show_media: bool
    show_media_replies: bool
    show_featured: bool
    roles: tuple[str, ...] = ()  # nobody's role is shown as a badge here
    moved: None = None
    memorial: bool | msgspec.UnsetType = msgspec.UNSET  # there only where it is so, as apps expect


class MutedAccountEntity(AccountEntity, frozen=True, kw_only=True):
    """Somebody whom one mutes; `mute_expires_at` is when that ends by itself."""

    mute_expires_at: str | None


class Speaker:
    """Presents accounts: knows this server's address, who reads, and the counts that were read for them."""

    def __init__(self, url: str, counts: Mapping[Id, Counts], viewer: Viewer) -> None:
        self._url = url
        self._counts = counts
        self._viewer = viewer
        self._presented: dict[Id, AccountEntity] = {}  # whoever wrote several posts of a list is presented once

    @property
    def reader_is_known(self) -> bool:
        """Whether who reads has come in."""
        return bool(self._viewer.id)

    def present(self, account: Account) -> AccountEntity:
        """Give the entity of an account whose counts were read."""
        known = self._presented.get(account.id)
        if known is None:
            known = self._presented[account.id] = self._present(account)
        return known

    def _present(self, account: Account) -> AccountEntity:
        counts = self._counts[account.id]
        acct = f"{account.handle}@{account.domain}" if account.domain else account.handle
        page = f"{self._url}/@{acct}"
        face = self._url + (media_url(account.avatar.key) if account.avatar else face_url(account, "png"))
        banner = self._url + banner_url(account, "png")
        return AccountEntity(
            id=str(account.id),
            username=account.handle,
            acct=acct,
            display_name=account.name,
            locked=account.locked,
            bot=account.automated,
            group=False,
            memorial=True if account.remembered_at is not None else msgspec.UNSET,
            discoverable=account.discoverable,
            indexable=account.indexable,
            noindex=not account.discoverable,
            created_at=date_text(account.created_at.replace(hour=0, minute=0, second=0, microsecond=0)),
            note=account.bio_html,
            url=page,
            uri=page,
            avatar=face,
            avatar_static=face,
            header=banner,
            header_static=banner,
            followers_count=counts.followers,
            following_count=counts.following,
            statuses_count=counts.posts,
            last_status_at=counts.last_post_at.date().isoformat() if counts.last_post_at else None,
            emojis=(),
            fields=tuple(FieldEntity(name=one.name, value=one.html) for one in account.fields),
            feature_approval=self._approval(account, counts.feature_policy),
            avatar_description=account.avatar.alt if account.avatar else "",
            header_description=account.header.alt if account.header else "",
            hide_collections=account.hides_ties,
            show_media=account.shows_media,
            show_media_replies=account.shows_media_replies,
            show_featured=account.shows_featured,
        )

    def _approval(self, account: Account, chosen: FeaturePolicy | None) -> FeatureApprovalEntity:
        policy, viewer = policy_or_usual(chosen, account), self._viewer
        automatic, manual = APPROVALS[policy]
        if account.domain is not None:
            standing = "missing"
        elif viewer.id in (0, account.id):  # a passer-by makes none, and nobody stands in their own
            standing = "denied"
        else:
            standing = standing_of(policy, follows=account.id in viewer.following)
        return FeatureApprovalEntity(automatic=automatic, manual=manual, current_user=standing)
