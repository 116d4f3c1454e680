"""Mail servers by TLS: known by a certificate that the system trusts, for their name; and never in the clear."""

import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from kith.base.core.errors import Invalid
from kith.base.outside.tests.certificate import make_certificate
from kith.base.work import House
from kith.desk.tests.scene import act, gather, look
from kith.mailbox import MailboxWish, connect, mailbox_of
from kith.mailbox.dialling import trusted
from kith.mailbox.model import Security
from kith.mailbox.tests.scene import arrive, mail, only_case, reply, the_case, wish
from kith.mailbox.tests.servers import Inbound, Outbound, behind_tls
from tests.ports import free_port

NAME = "localhost"


@dataclass(frozen=True, kw_only=True)
class Secured:
    """Two servers that have a certificate, and who made it."""

    inbound: Inbound
    outbound: Outbound
    outbound_at_once: Outbound
    inbound_at_once: int
    vouching: Path


@pytest_asyncio.fixture
async def secured(tmp_path: Path) -> AsyncIterator[Secured]:
    """Servers by STARTTLS, and by TLS from the first byte."""
    server_side, vouching = make_certificate(tmp_path, NAME)
    inbound = Inbound(port=free_port(), certificate=tmp_path / "own.pem")
    outbound, at_once = Outbound(tls=server_side), Outbound(tls=server_side, at_once=True)
    inbound.start()
    await outbound.start()
    await at_once.start()
    plain = Inbound(port=free_port())
    plain.start()
    async with behind_tls(plain.port, server_side) as port:
        yield Secured(
            inbound=inbound,
            outbound=outbound,
            outbound_at_once=at_once,
            inbound_at_once=port,
            vouching=vouching,
        )
    for server in (inbound, plain):
        server.stop()
    for sender in (outbound, at_once):
        await sender.stop()


@pytest.fixture
def vouched(secured: Secured, monkeypatch: pytest.MonkeyPatch) -> Secured:
    """The same, where the operator lets the system trust who made the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(secured.vouching))
    trusted.cache_clear()
    return secured


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    """What is trusted is read anew, before and after."""
    trusted.cache_clear()
    yield
    trusted.cache_clear()


def _wish(secured: Secured, security: Security, *, host: str = NAME) -> MailboxWish:
    """Give how both are reached."""
    given = wish(secured.inbound, secured.outbound if security == "starttls" else secured.outbound_at_once)
    port = secured.inbound.port if security == "starttls" else secured.inbound_at_once
    return msgspec.structs.replace(
        given,
        reading=msgspec.structs.replace(given.reading, host=host, port=port, security=security),
        sending=msgspec.structs.replace(given.sending, host=host, security=security),
    )


async def test_by_starttls_mail_comes_and_answers_go(house: House, vouched: Secured) -> None:
    """Both servers take a password after STARTTLS alone."""
    scene = await gather(house)
    await act(house, scene.samira, connect, scene.clinic, _wish(vouched, "starttls"))
    await arrive(house, scene, vouched.inbound, mail(house))
    await reply(house, scene.mara, await only_case(house, scene), "Yes.")
    assert (await the_case(house, scene)).mails[-1].state == "sent"
    assert len(vouched.outbound.came) == 1


async def test_by_tls_from_the_first_byte(house: House, vouched: Secured) -> None:
    """Connected, which asks both."""
    scene = await gather(house)
    box = await act(house, scene.samira, connect, scene.clinic, _wish(vouched, "tls"))
    assert (box.reading.security, box.sending.security) == ("tls", "tls")


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_whom_nobody_vouches_for_is_not_trusted(house: House, secured: Secured, security: Security) -> None:
    """As in the tests above, but that the system does not trust who made the certificate: no password goes there."""
    scene = await gather(house)
    with pytest.raises(Invalid, match="valid certificate") as caught:
        await act(house, scene.samira, connect, scene.clinic, _wish(secured, security))
    assert caught.value.field == "reading_host"
    assert await look(house, scene.samira, mailbox_of, scene.clinic) is None


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("use", ["reading", "sending"])
async def test_a_certificate_must_be_for_the_name(house: House, vouched: Secured, security: Security, use: str) -> None:
    """The same server under another name."""
    scene = await gather(house)
    given = _wish(vouched, security)
    elsewhere = msgspec.structs.replace(getattr(given, use), host="127.0.0.1")
    with pytest.raises(Invalid, match="valid certificate") as caught:
        await act(house, scene.samira, connect, scene.clinic, msgspec.structs.replace(given, **{use: elsewhere}))
    assert caught.value.field == f"{use}_host"


@pytest.mark.parametrize("use", ["reading", "sending"])
async def test_who_offers_no_starttls_gets_no_password(
    house: House, vouched: Secured, inbound: Inbound, outbound: Outbound, use: str
) -> None:
    """Whoever stands between could take the offer out: then nothing is said in the clear."""
    scene = await gather(house)
    given = _wish(vouched, "starttls")
    port = inbound.port if use == "reading" else outbound.port
    stripped = msgspec.structs.replace(getattr(given, use), port=port)
    with pytest.raises(Invalid, match="did not answer as") as caught:
        await act(house, scene.samira, connect, scene.clinic, msgspec.structs.replace(given, **{use: stripped}))
    assert caught.value.field == f"{use}_host"


def test_no_old_tls_is_spoken() -> None:
    """1.2 at the least, with the name checked."""
    context = trusted()
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED
