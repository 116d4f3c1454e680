"""The entity `PreviewCard`: what a page that is linked to says of itself.

`html` is always empty: nothing of another server is ever put into a page. So a video elsewhere is a link, and a photo
is the copy that is kept here.
"""

import msgspec

from kith.base.web.shown import media_url
from kith.cards.model import LinkCard
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.dates import date_text


class PreviewAuthorEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote it. A page is taken at its word that this is somebody with an account once they let its site say so."""

    name: str
    url: str
    account: AccountEntity | None = None


class PreviewCardEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of itself."""

    url: str
    title: str
    description: str
    language: str | None
    type: str
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    html: str
    width: int
    height: int
    image: str | None
    image_description: str
    embed_url: str
    blurhash: str | None
    published_at: str | None
    authors: tuple[PreviewAuthorEntity, ...]
    missing_attribution: bool | None = None


def present_card(
    card: LinkCard, url: str, *, creator: AccountEntity | None, missing_attribution: bool | None
) -> PreviewCardEntity:
    """Give the entity of a page's card, whose creator has confirmed it."""
    picture = card.picture
    image = url + media_url(picture.key) if picture else None
    is_photo = card.kind == "photo" and image is not None
    return PreviewCardEntity(
        url=card.address,
        title=card.title,
        description=card.words,
        language=card.language,
        type="photo" if is_photo else "link",
        author_name=card.author,
        author_url=card.author_url,
        provider_name=card.provider,
        provider_url=card.provider_url,
        html="",
        width=picture.width if picture else 0,
        height=picture.height if picture else 0,
        image=image,
        image_description=picture.alt if picture else "",
        embed_url=image if is_photo and image else "",
        blurhash=picture.blurhash if picture else None,
        published_at=date_text(card.published_at) if card.published_at else None,
        authors=_authors(card, creator),
        missing_attribution=missing_attribution,
    )


def _authors(card: LinkCard, creator: AccountEntity | None) -> tuple[PreviewAuthorEntity, ...]:
    if creator is None:
        return (PreviewAuthorEntity(name=card.author, url=card.author_url),) if card.author else ()
    name, place = card.author or creator.display_name or creator.username, card.author_url or creator.url
    return (PreviewAuthorEntity(name=name, url=place, account=creator),)
