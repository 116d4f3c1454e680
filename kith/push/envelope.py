"""Put a message into an envelope that only the device can open: RFC 8291 (aes128gcm), and the draft that Mastodon's
apps grew up with (draft-ietf-webpush-encryption-04, aesgcm).

The pieces are the library's (`cryptography`); what stands here is their order, held to the example of RFC 8291 and
opened in tests by `http-ece`, which was written by others. That package itself comes without a wheel.
"""

import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.push.keys import unpadded

RECORD_BYTES = 4096  # the whole message is one record: what push services take at the least (RFC 8030, 7.2)
CONTENT_MAX_BYTES = RECORD_BYTES - 16 - 1 - 86  # tag, end mark, and the header that stands before it
SALT_BYTES = 16


@dataclass(frozen=True)
class Sealed:
    """A message in its envelope, and the headers that go with it."""

    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Device:
    """What a device gave, for messages to it."""

    public_key: bytes
    shared_secret: bytes


def check_point(point: bytes, *, field: str) -> None:
    """Raise `Invalid` unless these bytes are a point on the curve."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise Invalid(_("That is not the key of a push subscription."), field=field) from error


def seal(content: bytes, device: Device, *, standard: bool) -> Sealed:
    """Put it into an envelope, with a key pair and salt for this message alone."""
    assert len(content) <= CONTENT_MAX_BYTES
    sender, salt = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(SALT_BYTES)
    if standard:
        return Sealed(standard_body(content, device, sender, salt), {"Content-Encoding": "aes128gcm"})
    headers = {
        "Content-Encoding": "aesgcm",
        "Encryption": f"salt={unpadded(salt)}",
        "Crypto-Key": f"dh={unpadded(_point(sender))}",
    }
    return Sealed(draft_body(content, device, sender, salt), headers)


def standard_body(content: bytes, device: Device, sender: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """RFC 8291, 3.4, in the coding of RFC 8188: the header, then one record with its end mark."""
    own = _point(sender)
    info = b"WebPush: info\0" + device.public_key + own
    shared = _derived(_agreed(sender, device), device.shared_secret, info, 32)
    key = _derived(shared, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(shared, salt, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD_BYTES.to_bytes(4) + len(own).to_bytes(1) + own
    return header + AESGCM(key).encrypt(nonce, content + b"\x02", None)


def draft_body(content: bytes, device: Device, sender: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """draft-ietf-webpush-encryption-04: two bytes that count the padding, then the words."""
    points = b"".join(len(one).to_bytes(2) + one for one in (device.public_key, _point(sender)))
    context = b"P-256\0" + points
    shared = _derived(_agreed(sender, device), device.shared_secret, b"Content-Encoding: auth\0", 32)
    key = _derived(shared, salt, b"Content-Encoding: aesgcm\0" + context, 16)
    nonce = _derived(shared, salt, b"Content-Encoding: nonce\0" + context, 12)
    return AESGCM(key).encrypt(nonce, b"\0\0" + content, None)


def _agreed(sender: ec.EllipticCurvePrivateKey, device: Device) -> bytes:
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), device.public_key)
    return sender.exchange(ec.ECDH(), theirs)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
