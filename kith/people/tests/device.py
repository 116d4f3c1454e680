"""A device that keeps passkeys, as the Web Authentication API of a browser shows it to a page."""

import base64
import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from typing import Any

import httpx
from cbor2 import dumps
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "http://kith.test"
_PRESENT, _VERIFIED, _ATTESTED = 1, 4, 64


def written(content: bytes) -> str:
    """Write bytes as base64url, as browsers do."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def read(text: str) -> bytes:
    """Read base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def options_on(page: httpx.Response, way: str = "show") -> dict[str, Any]:
    """Find what a page asks the browser for."""
    found = re.search(rf'data-passkey="{way}" data-options="([^"]+)"', page.text)
    assert found, page.text
    options: dict[str, Any] = json.loads(unescape(found[1]))
    return options


@dataclass
class Device:
    """One passkey, and what goes wrong with it."""

    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    credential_id: bytes = b"a key on a string"
    whose: bytes = b""
    count: int = 0
    knows_who: bool = True
    origin: str = ORIGIN

    def make(self, options: dict[str, Any]) -> str:
        """Make the passkey that a page asks for."""
        self.whose = read(options["user"]["id"])
        public = self.key.public_key().public_numbers()
        cose = dumps({1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)})
        made = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id + cose
        about = self._about(options["rp"]["id"], _ATTESTED) + made
        attested = dumps({"fmt": "none", "attStmt": {}, "authData": about})
        said = self._said("webauthn.create", options)
        return self._answer(clientDataJSON=said, attestationObject=attested)

    def show(self, options: dict[str, Any]) -> str:
        """Sign what a page asks for."""
        self.count += 1
        about, said = self._about(options["rpId"], 0), self._said("webauthn.get", options)
        signature = self.key.sign(about + sha256(said).digest(), ECDSA(SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=about, signature=signature, userHandle=self.whose)

    def _about(self, place: str, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.knows_who else 0)
        return sha256(place.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _said(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> str:
        named = written(self.credential_id)
        return json.dumps({
            "id": named, "rawId": named, "type": "public-key",
            "response": {name: written(content) for name, content in response.items()},
        })  # fmt: skip
