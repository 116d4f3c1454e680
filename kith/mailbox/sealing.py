"""Passwords of mail servers, as they are kept: sealed by the server's secret, for one organisation and one use."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kith.base.core.ids import Id

NONCE_BYTES = 12


def seal(secret: bytes, password: str, *, organisation_id: Id, use: str) -> bytes:
    """Seal a password: what is kept of it tells nothing to whoever reads this table alone, nor opens another's."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(secret).encrypt(nonce, password.encode(), _place(organisation_id, use))


def unseal(secret: bytes, sealed: bytes, *, organisation_id: Id, use: str) -> str | None:
    """Open it again; `None` where the server's secret is another one by now."""
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return _cipher(secret).decrypt(nonce, rest, _place(organisation_id, use)).decode()
    except (InvalidTag, ValueError):
        return None


def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"kith mailboxes").derive(secret))


def _place(organisation_id: Id, use: str) -> bytes:
    return f"{organisation_id} {use}".encode()
