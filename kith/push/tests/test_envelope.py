"""Envelopes: as RFC 8291 shows one, and opened by code that others wrote."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kith.base.core.errors import Invalid
from kith.push.envelope import CONTENT_MAX_BYTES, Device, check_point, seal, standard_body
from kith.push.rules import read_point, read_secret
from kith.push.tests import service
from kith.push.tests.service import Pushed, coded, decoded


def test_the_example_of_the_standard() -> None:
    """RFC 8291, appendix A: the same keys, salt and words give the same bytes."""
    device = Device(
        decoded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        decoded("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    private = int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    sender = ec.derive_private_key(private, ec.SECP256R1())
    body = standard_body(
        b"When I grow up, I want to be a watermelon", device, sender, decoded("DGv6ra1nlYgDCS1FRnbzlw")
    )
    assert coded(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.parametrize("standard", [True, False])
@pytest.mark.parametrize("length", [2, 140, CONTENT_MAX_BYTES])
def test_a_device_reads_what_was_sealed_for_it(standard: bool, length: int) -> None:  # noqa: FBT001 - a case
    """Up to the largest message that every push service takes."""
    theirs = service.Device()
    device = Device(read_point(theirs.p256dh, field="p256dh"), read_secret(theirs.auth, field="auth"))
    content = json.dumps({"": "ü" * ((length - 8) // 6)} if length > 8 else {}).encode()
    sealed = seal(content, device, standard=standard)
    assert len(sealed.body) <= 4096
    headers = {name.lower(): value for name, value in sealed.headers.items()}
    assert theirs.open(Pushed("/", headers, sealed.body)) == json.loads(content)


def test_no_two_envelopes_are_alike() -> None:
    theirs = service.Device()
    device = Device(decoded(theirs.p256dh), decoded(theirs.auth))
    assert seal(b"{}", device, standard=True).body != seal(b"{}", device, standard=True).body


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AAAA",
        "not base64!",
        "=" * 88,
        coded(b"\x04" + b"\x01" * 64),  # no point of the curve
        coded(b"\x00" * 65),
        coded(b"\x02" + b"\x01" * 32),
        coded(b"\x04" + b"\x01" * 65),
    ],
)
def test_what_is_no_point_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        check_point(read_point(text, field="p256dh"), field="p256dh")


def test_keys_are_read_in_every_alphabet() -> None:
    """Browsers write base64url; some apps the other alphabet, with padding."""
    secret = b"\xfb\xff" * 8
    for text in (coded(secret), base64.b64encode(secret).decode(), base64.urlsafe_b64encode(secret).decode()):
        assert read_secret(text, field="auth") == secret


@pytest.mark.parametrize("text", [coded(b"x" * 15), coded(b"x" * 17), "é" * 22, "x"])
def test_a_secret_has_its_length(text: str) -> None:
    with pytest.raises(Invalid):
        read_secret(text, field="auth")
