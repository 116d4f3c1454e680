"""Passkeys, as the Web Authentication API of browsers makes and shows them (W3C, WebAuthn Level 3).

What a browser signs is a challenge of ours. It is signed by us, with what it is for, whom it is for and when it was
made, so that nothing of it has to be kept meanwhile.
"""

import hmac
import secrets
import struct
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from cbor2 import CBORError
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    parse_attestation_object,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationFormat,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kith.base.core.ids import Id, parse_id
from kith.people.model import Account, Passkey

Purpose = Literal["making", "adding", "signing in", "second step", "proof"]

CHALLENGE_TTL = timedelta(minutes=10)
ANSWER_MAX = 20_000  # characters; a credential's id has 1023 bytes at the most, a post-quantum key some thousands
CREDENTIAL_ID_BYTES_MAX = 1023  # WebAuthn Level 3, 4: longer ones are to be refused
_WITHOUT_MAKER = (AttestationFormat.NONE, AttestationFormat.PACKED)
_NONCE_BYTES, _AT_BYTES = 16, 8
_USUAL_PORTS = {"http": ":80", "https": ":443"}
# What the library meets in bytes from anywhere, beside its own errors: it decodes them with several others.
_UNREADABLE = (
    WebAuthnException, CBORError, InvalidSignature, UnsupportedAlgorithm, struct.error, ValueError, TypeError,
    LookupError, AttributeError, EOFError, OverflowError, RecursionError,
)  # fmt: skip


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """For what, of whom and when a passkey is asked, on which server; `whom` is nobody where it says who comes."""

    secret: bytes
    url: str
    now: datetime
    purpose: Purpose
    whom: Id | None = None

    @property
    def place(self) -> str:
        """The name that a passkey is made for, and works at."""
        return _ascii(urlsplit(self.url).hostname or "")

    @property
    def origin(self) -> str:
        """What browsers say where they are: in small letters, and without the port that goes without saying."""
        parts = urlsplit(self.url)
        where = parts.netloc.lower().removesuffix(_USUAL_PORTS[parts.scheme])
        return f"{parts.scheme}://{_ascii(where)}"


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey that was made, and checked."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    challenge: bytes


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser answered, not yet checked: which passkey, and whose it says it is."""

    text: str
    credential_id: bytes
    whose: bytes | None
    challenge: bytes


def options_to_make(asked: Asked, account: Account, *, server: str, have: Iterable[Passkey]) -> str:
    """Write what a browser needs to make a passkey: one that also knows whose it is, where the device can keep that."""
    assert asked.whom == account.id
    made = generate_registration_options(
        rp_id=asked.place,
        rp_name=server,
        user_name=account.handle,
        user_display_name=account.name or account.handle,
        user_id=handle_of(account.id),
        challenge=_challenge(asked),
        timeout=_milliseconds(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_described(have),
    )
    return options_to_json(made)


def options_to_show(asked: Asked, *, have: Iterable[Passkey] = ()) -> str:
    """Write what a browser needs to show a passkey: one of those, or whichever somebody chooses."""
    alone = asked.purpose == "signing in"
    made = generate_authentication_options(
        rp_id=asked.place,
        challenge=_challenge(asked),
        timeout=_milliseconds(),
        allow_credentials=_described(have),
        user_verification=UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.PREFERRED,
    )
    return options_to_json(made)


def read_made(asked: Asked, answer: str) -> Made | None:
    """Check a passkey that was made; `None` for whatever is none, or was not made for this.

    Who built the device is not asked, and certificates of it are not read: browsers leave them out unasked.
    """
    try:
        parsed = parse_registration_credential_json(answer[: ANSWER_MAX + 1])
        attested = parse_attestation_object(parsed.response.attestation_object)
        if attested.fmt not in _WITHOUT_MAKER or attested.att_stmt.x5c:
            return None
        challenge = parse_client_data_json(parsed.response.client_data_json).challenge
        if not _is_ours(asked, challenge):
            return None
        made = verify_registration_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=asked.place,
            expected_origin=asked.origin,
        )
    except _UNREADABLE:
        return None
    if len(made.credential_id) > CREDENTIAL_ID_BYTES_MAX:
        return None
    return Made(
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        challenge=challenge,
    )


def read_shown(answer: str) -> Came | None:
    """Read what came, unchecked; `None` for whatever is no answer of a passkey."""
    try:
        parsed = parse_authentication_credential_json(answer[: ANSWER_MAX + 1])
        challenge = parse_client_data_json(parsed.response.client_data_json).challenge
    except _UNREADABLE:
        return None
    return Came(text=answer, credential_id=parsed.raw_id, whose=parsed.response.user_handle, challenge=challenge)


def check_shown(asked: Asked, came: Came, passkey: Passkey) -> VerifiedAuthentication | None:
    """Check what came against a passkey; `None` where it was not signed by it, or not for this.

    In the place of the password the device has to say that it knew who held it.
    """
    if not _is_ours(asked, came.challenge):
        return None
    try:
        return verify_authentication_response(
            credential=came.text,
            expected_challenge=came.challenge,
            expected_rp_id=asked.place,
            expected_origin=asked.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=asked.purpose == "signing in",
        )
    except _UNREADABLE:
        return None


def handle_of(account_id: Id) -> bytes:
    """Write what a passkey keeps of whose it is."""
    return int(account_id).to_bytes(8)


def account_of(handle: bytes | None) -> Id | None:
    """Read whose a passkey says it is."""
    return parse_id(str(int.from_bytes(handle))) if handle is not None and len(handle) == 8 else None


def _ascii(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode()


def _challenge(asked: Asked) -> bytes:
    head = secrets.token_bytes(_NONCE_BYTES) + int(asked.now.timestamp()).to_bytes(_AT_BYTES)
    return head + _signed(asked, head)


def _is_ours(asked: Asked, challenge: bytes) -> bool:
    head = challenge[: _NONCE_BYTES + _AT_BYTES]
    if not hmac.compare_digest(challenge[len(head) :], _signed(asked, head)):
        return False
    at = int.from_bytes(head[_NONCE_BYTES:])
    return asked.now.timestamp() - at <= CHALLENGE_TTL.total_seconds()


def _signed(asked: Asked, head: bytes) -> bytes:
    words = f"passkey\0{asked.purpose}\0{asked.whom or ''}\0".encode()
    return hmac.new(asked.secret, words + head, sha256).digest()


def _described(have: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.credential_id) for one in have]


def _milliseconds() -> int:
    return int(CHALLENGE_TTL.total_seconds()) * 1000
