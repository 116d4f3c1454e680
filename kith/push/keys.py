"""This server's own keys for push, made of the server's secret: the same in every process, on every machine on one
database, and after a restore.

Push services know a server by its key (VAPID, RFC 8292), and devices subscribed for this very one: were it to change,
nobody could be told anything until they subscribe anew.
"""

import base64
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid01, Vapid02

from kith.base.core.ids import Id
from kith.settings import Settings

SIGNED_FOR = timedelta(hours=12)  # RFC 8292, 2: no more than 24 hours
NONCE_BYTES = 12
_ORDER = 0xFFFFFFFF_00000000_FFFFFFFF_FFFFFFFF_BCE6FAAD_A7179E84_F3B9CAC2_FC632551  # of P-256 (SEC 2, 2.4.2)


class ServerKey:
    """The key pair by which push services know this server."""

    def __init__(self, secret: bytes) -> None:
        # 48 bytes for a number of 32: the remainder is then as good as even (FIPS 186-5, A.2.1).
        number = int.from_bytes(_derived(secret, b"kith push key", 48))
        self._private = ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public = unpadded(point)

    def sign(self, origin: str, *, contact: str, now: datetime, standard: bool) -> dict[str, str]:
        """Write the headers that say to the push service at `origin` who sends, and how to reach them."""
        claims = {"aud": origin, "exp": int((now + SIGNED_FOR).timestamp()), "sub": contact}
        signer = (Vapid02 if standard else Vapid01)(self._private, conf={"no-strict": True})
        signed: dict[str, str] = signer.sign(claims)
        return signed


@lru_cache(maxsize=4)
def server_key(secret: bytes) -> ServerKey:
    """Give this server's key pair, from `house.secret`."""
    return ServerKey(secret)


def contact_of(settings: Settings) -> str:
    """Say how a push service reaches whoever runs this server."""
    _name, address = parseaddr(settings.mail_from)
    return f"mailto:{address or 'kith@' + settings.domain.partition(':')[0]}"


def seal_token(secret: bytes, token: str, *, nonce: bytes, subscription_id: Id) -> bytes:
    """Seal an app's token, so that what is kept of it tells nothing to whoever reads this table alone."""
    return nonce + _token_cipher(secret).encrypt(nonce, token.encode(), str(subscription_id).encode())


def open_token(secret: bytes, sealed: bytes, *, subscription_id: Id) -> str | None:
    """Open it again; `None` where the server's secret is another one by now."""
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return _token_cipher(secret).decrypt(nonce, rest, str(subscription_id).encode()).decode()
    except InvalidTag:
        return None


def unpadded(value: bytes) -> str:
    """Write bytes as base64url without padding, as browsers want keys."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _token_cipher(secret: bytes) -> AESGCM:
    return AESGCM(_derived(secret, b"kith push token", 32))


def _derived(secret: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=purpose).derive(secret)
