"""Passwords and keys: how a secret is kept so that whoever reads the database does not have it."""

import asyncio
import hmac
import secrets
from hashlib import sha256

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kith.base.core.ids import Id, parse_id

# OWASP's password storage cheat sheet, argon2id: 19 MiB, two passes, one lane. About 20 ms of one core.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Guesses that come all at once wait in line instead of filling the memory: 4 × 19 MiB at the most, a process.
_AT_ONCE_MAX = 4
_turn = asyncio.Semaphore(_AT_ONCE_MAX)

MARK_LENGTH = 24  # 96 bits in hexadecimal
_NONCE_BYTES = 12  # AES-GCM's own (NIST SP 800-38D, 5.2.1.1)

# The hash of a password that nobody has: checked for names that do not exist, so that they take as long.
_NOBODYS_HASH = _hasher.hash(secrets.token_hex(16))


async def hash_password(password: str) -> str:
    """Give what is kept of a password."""
    async with _turn:
        return await asyncio.to_thread(_hasher.hash, password)


async def is_password(password_hash: str | None, password: str) -> bool:
    """Check a password, in the same time whether there is such a person (`None`) or not."""
    async with _turn:
        fits = await asyncio.to_thread(_fits, password_hash or _NOBODYS_HASH, password)
    return fits and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with older, weaker parameters."""
    return _hasher.check_needs_rehash(password_hash)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser or an app shows: whose, which, and the secret part."""

    account_id: Id
    key_id: Id
    secret: str

    def written(self, separator: str) -> str:
        """Write it as one word."""
        return separator.join((str(self.account_id), str(self.key_id), self.secret))


def new_secret() -> str:
    """Make a secret: 32 random bytes, which nobody guesses, so that a plain SHA-256 is enough to keep it."""
    return secrets.token_urlsafe(32)


def new_key_secret(server_secret: bytes, account_id: Id, key_id: Id) -> str:
    """Make the secret of a key that is shown again and again. Its mark tells, before anybody looks the key up, that it
    was made here: not that it holds still.
    """
    secret = new_secret()
    return secret + _mark(server_secret, account_id, key_id, secret)


def has_mark(server_secret: bytes, key: "Key") -> bool:
    """Tell whether a key was made by `new_key_secret` of this server."""
    secret, mark = key.secret[:-MARK_LENGTH], key.secret[-MARK_LENGTH:]
    return equal(mark, _mark(server_secret, key.account_id, key.key_id, secret))


def hash_secret(secret: str) -> bytes:
    """Give what is kept of a secret."""
    return sha256(secret.encode()).digest()


def is_secret(secret_hash: bytes, secret: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(secret_hash, hash_secret(secret))


def read_key(text: str, separator: str) -> Key | None:
    """Read what a browser or an app shows; `None` for anything else."""
    parts = text.split(separator, 2)
    if len(parts) != 3 or len(text) > 200:
        return None
    account_id, key_id = parse_id(parts[0]), parse_id(parts[1])
    if account_id is None or key_id is None or not parts[2]:
        return None
    return Key(account_id=account_id, key_id=key_id, secret=parts[2])


def seal(server_secret: bytes, value: bytes, *, account_id: Id) -> bytes:
    """Seal what must be read again, so that it tells nothing to whoever reads its table alone, nor fits another row."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(server_secret).encrypt(nonce, value, str(account_id).encode())


def open_sealed(server_secret: bytes, sealed: bytes, *, account_id: Id) -> bytes | None:
    """Open it again; `None` where the server's secret is another one by now."""
    try:
        return _cipher(server_secret).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], str(account_id).encode())
    except InvalidTag:
        return None


def equal(one: str, other: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def sign_words(server_secret: bytes, *words: str) -> str:
    """Sign what goes to a browser and comes back. The first word says what it is for."""
    return hmac.new(server_secret, "\0".join(words).encode(), sha256).hexdigest()


def _mark(server_secret: bytes, account_id: Id, key_id: Id, secret: str) -> str:
    return sign_words(server_secret, "key", str(account_id), str(key_id), secret)[:MARK_LENGTH]


def _cipher(server_secret: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kith two-step key").derive(server_secret))


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False
