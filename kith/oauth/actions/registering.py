"""An app introduces itself."""

import msgspec

from kith.base.core.errors import Invalid
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.base.work import Work
from kith.oauth.model import ADDRESSES_MAX, NAME_MAX, App
from kith.oauth.rules.addresses import is_address
from kith.oauth.rules.scopes import read_scopes, unknown
from kith.people import hash_secret, new_secret


class RegisterForm(msgspec.Struct, frozen=True, kw_only=True):
    """What an app says of itself. Older apps write all their addresses into one text."""

    client_name: str
    redirect_uris: str | tuple[str, ...]
    scopes: str = ""
    website: str = ""


class NewApp(msgspec.Struct, frozen=True):
    """An app, with its secret: the only time that it can be read."""

    app: App
    secret: str


async def register(work: Work, form: RegisterForm) -> NewApp:
    """Write an app down. Raises `Invalid` with the field."""
    scopes = read_scopes(form.scopes)
    if strange := unknown(scopes):
        raise Invalid(_("This server knows no scope “{scope}”.").format(scope=strange[0][:60]), field="scopes")
    secret = new_secret()
    app = App(
        id=work.new_id(),
        name=_name(form.client_name),
        website=_website(form.website),
        redirect_uris=_addresses(form.redirect_uris),
        scopes=scopes,
        secret_hash=hash_secret(secret),
        created_at=work.now,
    )
    await work.db.insert(app)
    return NewApp(app, secret)


def _name(text: str) -> str:
    name = clean_line(text, length_max=NAME_MAX, field="client_name")
    if not name:
        raise Invalid(_("An app needs a name that people can recognise."), field="client_name")
    return name


def _website(text: str) -> str | None:
    address = text.strip()
    if not address:
        return None
    if not address.startswith(("https://", "http://")) or not is_address(address):
        raise Invalid(_("A website begins with https://."), field="website")
    return address


def _addresses(given: str | tuple[str, ...]) -> tuple[str, ...]:
    addresses = tuple(dict.fromkeys(given.split() if isinstance(given, str) else (one.strip() for one in given)))
    if not 1 <= len(addresses) <= ADDRESSES_MAX or not all(is_address(address) for address in addresses):
        raise Invalid(
            _("“redirect_uris” must name one to ten addresses: https, this machine, or a scheme of the app's own."),
            field="redirect_uris",
        )
    return addresses
