"""Wanting the card of a page, and reading the page."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from kith.base.core.errors import Elsewhere, Invalid
from kith.base.core.ids import Id
from kith.base.outside import Fetched
from kith.base.work import House, Work
from kith.cards import store
from kith.cards.model import (
    KEPT_DAYS,
    OEMBED_BYTES_MAX,
    OEMBED_WAIT_S,
    PAGE_BYTES_MAX,
    PAGE_WAIT_S,
    PICTURE_BYTES_MAX,
    PICTURE_SIDE_MIN,
    PICTURE_WAIT_S,
    LinkCard,
    LinkRead,
    LinkWanted,
    Picture,
)
from kith.cards.reading import look_into
from kith.cards.rules import (
    Embedded,
    Said,
    address_of,
    bare_card,
    card_from,
    card_id_of,
    creator_of,
    is_due,
    picture_alt,
    read_embedded,
)
from kith.media import forget_pictures_of, keep_picture_of_page
from kith.people import accounts_by_handles

PAGES = ("text/html", "application/xhtml+xml")


async def want(work: Work, address: str) -> Id:
    """Give the id of a page's card; where the page is not known, or was read long ago, a job goes to read it.

    Costs one statement where the card is there, two where it is new.
    """
    card_id = card_id_of(address, work.house.secret)
    card = await store.find_card(work.db, card_id)
    if card is None:
        sent = await work.db.insert_new(LinkCard(id=card_id, address=address, asked_at=work.now))
    else:
        sent = is_due(card, now=work.now) and await store.ask_again(work.db, card, now=work.now)
    if sent:
        work.tell(LinkWanted(card_id=card_id))
    return card_id


async def read_page(work: Work, wanted: LinkWanted) -> None:
    """Read a page and write its card. What fails is noted, and tried again when somebody links to it after a while."""
    house = work.house
    async with house.reading() as looking:
        card = await store.find_card(looking.db, wanted.card_id)
    if card is None:
        return
    read = await _read(house, card)
    if read is None:
        await store.note_failure(work.db, card.id)
        return
    made, pictures, said = read
    contents = [content for one in pictures if (content := await _fetch_picture(house, one))]
    await _write(work, card, made, contents, alt=picture_alt(said))


async def forget_cards(work: Work, ids: Sequence[Id]) -> None:
    """Delete cards that no post links to any more, with their pictures; whoever was asked for lately stays."""
    for card_id in await store.forget_cards(work.db, ids, before=work.now - timedelta(days=KEPT_DAYS)):
        await forget_pictures_of(work, card_id)


async def _read(house: House, card: LinkCard) -> tuple[LinkCard, list[str], Said] | None:
    """Give the card as the page has it now, and where its pictures are. `None` where it says nothing of itself."""
    fetched = await _fetch_page(house, card.address)
    if fetched is None:
        return None
    now = house.clock()
    if fetched.media_type.startswith("image/"):
        return bare_card(card, kind="photo", now=now), [fetched.url], Said()
    said = await look_into(fetched.body, fetched.charset or "")
    if said is None:
        return None
    embedded = await _fetch_embedded(house, said, fetched.url)
    made, pictures = card_from(card, said, embedded, url=fetched.url, now=now)
    made = msgspec.structs.replace(made, creator_id=await _find_creator(house, card, said, fetched.url))
    return (made, pictures, said) if made.title else None


async def _find_creator(house: House, card: LinkCard, said: Said, url: str) -> Id | None:
    handle = creator_of(card, said, url=url, domain=house.settings.domain)
    if handle is None:
        return None
    async with house.reading() as looking:
        found = await accounts_by_handles(looking.db, [handle])
    return next((one.id for one in found if one.domain is None), None)


async def _fetch_page(house: House, address: str) -> Fetched | None:
    try:
        fetched = await house.outside.fetch(
            address,
            accept=(*PAGES, "image/*;q=0.5"),
            headers={"Accept-Language": "*"},
            bytes_max=PAGE_BYTES_MAX,
            timeout_s=PAGE_WAIT_S,
            cut=True,
        )
    except Elsewhere:
        return None
    return fetched if fetched.is_ok else None


async def _fetch_embedded(house: House, said: Said, url: str) -> Embedded:
    """Ask by oEmbed where the page offers it. Nothing hangs on the answer."""
    address = address_of(said.embed, base=url) if said.embed else None
    if address is None:
        return Embedded()
    try:
        fetched = await house.outside.fetch(
            address, accept=("application/json", "text/*"), bytes_max=OEMBED_BYTES_MAX, timeout_s=OEMBED_WAIT_S
        )
    except Elsewhere:
        return Embedded()
    return (read_embedded(fetched.body) if fetched.is_ok else None) or Embedded()


async def _fetch_picture(house: House, address: str) -> bytes:
    try:
        fetched = await house.outside.fetch(
            address, accept=("image/*",), bytes_max=PICTURE_BYTES_MAX, timeout_s=PICTURE_WAIT_S
        )
    except Elsewhere:
        return b""
    return fetched.body if fetched.is_ok else b""


async def _write(work: Work, card: LinkCard, made: LinkCard, contents: Sequence[bytes], *, alt: str) -> None:
    """Write the card with the first picture that is one, and let go of the one before."""
    kept: Id | None = None
    for content in contents:
        try:
            medium = await keep_picture_of_page(work, content, card_id=card.id, side_min=PICTURE_SIDE_MIN, alt=alt)
        except Invalid:
            continue
        kept = medium.id
        picture = Picture(
            key=medium.file_key,
            small_key=medium.small_key,
            width=medium.width,
            height=medium.height,
            small_width=medium.small_width,
            small_height=medium.small_height,
            blurhash=medium.blurhash,
            alt=medium.alt,
        )
        made = msgspec.structs.replace(made, picture=picture)
        break
    if made.kind == "photo" and made.picture is None:
        made = msgspec.structs.replace(made, kind="link")
    if not await store.say(work.db, made):
        kept = None  # the card was forgotten meanwhile
    await forget_pictures_of(work, card.id, but=kept)
    if msgspec.structs.replace(made, read_at=card.read_at, asked_at=card.asked_at) != card:
        work.tell(LinkRead(card_id=card.id))
    work.forget(f"link:{card.id}")
