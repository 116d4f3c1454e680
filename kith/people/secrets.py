"""Passwords and keys: how a secret is kept so that whoever reads the database does not have it."""

import asyncio
import hmac
import secrets
from hashlib import sha256

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from kith.base.core.ids import Id, parse_id

# OWASP's password storage cheat sheet, argon2id: 19 MiB, two passes, one lane. About 20 ms of one core.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Guesses that come all at once wait in line instead of filling the memory: 4 × 19 MiB at the most, a process.
_AT_ONCE_MAX = 4
_turn = asyncio.Semaphore(_AT_ONCE_MAX)

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


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False
