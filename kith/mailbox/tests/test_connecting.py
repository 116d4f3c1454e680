"""Connecting a mailbox: tried first, guarded, sealed, for owners."""

import msgspec
import pytest

from kith.base.core.errors import Elsewhere, Invalid, NotFound, Refused
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.desk.tests.scene import Scene, act, gather, look
from kith.mailbox import MailboxWish, ServerWish, connect, disconnect, mailbox_of, pause
from kith.mailbox.dialling import PORTS, Access, NotOutside, dial
from kith.mailbox.model import MailServer
from kith.mailbox.sealing import seal, unseal
from kith.mailbox.tests.scene import connected, look_in, mail, rows, wish
from kith.mailbox.tests.servers import PASSWORD, Inbound, Outbound
from kith.organisations import acts_of


def _with(given: MailboxWish, use: str, **changed: object) -> MailboxWish:
    server: ServerWish = getattr(given, use)
    return msgspec.structs.replace(given, **{use: msgspec.structs.replace(server, **changed)})


async def test_both_servers_are_asked_before_anything_is_kept(
    house: House, inbound: Inbound, outbound: Outbound
) -> None:
    """And what is wrong is said with the field, in words that say what to do."""
    scene = await gather(house)
    good = wish(inbound, outbound)
    for wrong, field, words in (
        (_with(good, "reading", password="wrong"), "reading_host", "does not take this user and password"),
        (_with(good, "sending", password="wrong"), "sending_host", "does not take this user and password"),
        (_with(good, "reading", port=outbound.port), "reading_host", "did not answer as one for IMAP"),
        (_with(good, "sending", port=1), "sending_host", "Nothing answers"),
        (_with(good, "reading", security="tls"), "reading_host", "valid certificate"),
        (_with(good, "reading", password=""), "reading_password", "password is needed"),
        (_with(good, "reading", user=""), "reading_user", "which user"),
        (_with(good, "reading", user="a\r\nb"), "reading_user", "line break"),
        (_with(good, "reading", host="no host"), "reading_host", "no name of a server"),
        (_with(good, "reading", host="nowhere.invalid"), "reading_host", "no server called"),
        (_with(good, "reading", port=0), "reading_port", "1 to 65535"),
        (msgspec.structs.replace(good, address="clinic"), "address", "no mail address"),
        (msgspec.structs.replace(good, address="a@b.example\r\nBcc: c@d.example"), "address", "no mail address"),
        (msgspec.structs.replace(good, foot="x" * 1001), "foot", "too long"),
        (msgspec.structs.replace(good, kept_days=1), "kept_days", "a month and ten years"),
    ):
        with pytest.raises(Invalid, match=words) as caught:
            await act(house, scene.samira, connect, scene.clinic, wrong)
        assert caught.value.field == field
    assert await look(house, scene.samira, mailbox_of, scene.clinic) is None
    await act(house, scene.samira, connect, scene.clinic, good)
    assert await look(house, scene.samira, mailbox_of, scene.clinic) is not None


async def test_only_owners_connect_it_and_it_is_written_down(
    house: House, inbound: Inbound, outbound: Outbound
) -> None:
    """The team is refused; who has no seat finds nothing."""
    scene: Scene = await connected(house, inbound, outbound)
    for hand, error in ((scene.mara, Refused), (scene.gus, Refused), (scene.ana, NotFound)):
        with pytest.raises(error):
            await act(house, hand, connect, scene.clinic, wish(inbound, outbound))
        with pytest.raises(error):
            await look(house, hand, mailbox_of, scene.clinic)
        with pytest.raises(error):
            await act(house, hand, disconnect, scene.clinic)
        with pytest.raises(error):
            await act(house, hand, pause, scene.clinic, on=False)
    async with house.reading(actor=scene.samira) as work:
        deeds = [one.deed for one in (await acts_of(work.db, scene.clinic, Paging())).items]
    assert "mail.connected" in deeds


async def test_a_kept_password_goes_to_no_other_server(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """It stays while the server does; for another host, port or user it is asked for anew."""
    scene = await connected(house, inbound, outbound)
    kept = _with(wish(inbound, outbound, foot="Hill Road 1"), "reading", password="")
    box = await act(house, scene.samira, connect, scene.clinic, kept)
    assert box.foot == "Hill Road 1"
    for change in ({"host": "localhost"}, {"port": outbound.port}, {"user": "other"}, {"security": "starttls"}):
        with pytest.raises(Invalid, match="password is needed"):
            await act(house, scene.samira, connect, scene.clinic, _with(kept, "reading", **change))


async def test_passwords_are_sealed(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """In the table; for one organisation and one use; and without the secret they are nothing."""
    scene = await connected(house, inbound, outbound)
    box = await look(house, scene.samira, mailbox_of, scene.clinic)
    assert PASSWORD.encode() not in box.reading_sealed + box.sending_sealed
    sealed = seal(house.secret, PASSWORD, organisation_id=scene.clinic, use="reading")
    assert unseal(house.secret, sealed, organisation_id=scene.clinic, use="reading") == PASSWORD
    assert unseal(house.secret, sealed, organisation_id=scene.clinic, use="sending") is None
    assert unseal(house.secret, sealed, organisation_id=scene.ana, use="reading") is None
    assert unseal(bytes(32), sealed, organisation_id=scene.clinic, use="reading") is None


async def test_paused_and_disconnected(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """What comes while it is paused waits in the mailbox; disconnected, nothing of the passwords is left."""
    scene = await connected(house, inbound, outbound)
    await act(house, scene.samira, pause, scene.clinic, on=False)
    inbound.put(mail(house))
    await look_in(house, scene)
    assert not await rows(house, scene)
    await act(house, scene.samira, pause, scene.clinic, on=True)
    await look_in(house, scene)
    assert len(await rows(house, scene)) == 1
    await act(house, scene.samira, disconnect, scene.clinic)
    assert await look(house, scene.samira, mailbox_of, scene.clinic) is None
    assert len(await rows(house, scene)) == 1
    with pytest.raises(NotFound):
        await act(house, scene.samira, disconnect, scene.clinic)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "0.0.0.0", "100.64.0.1",
        "2130706433", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "fe80::1", "fe80::1%lo",
        "64:ff9b::a00:1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("port", [993, 5432])
def test_no_server_inside_is_connected_to(host: str, port: int) -> None:
    """Unless the operator named its network."""
    server = MailServer(host=host, port=port, security="tls", user="a")
    with pytest.raises((NotOutside, Elsewhere)) as caught:
        dial(Access(server=server, password="p", networks=()))
    assert "Nothing answers" not in caught.value.text


def test_out_in_the_world_only_ports_of_mail_and_tls() -> None:
    """Before a single byte is sent: an address of a documentation network is refused by what it is."""
    assert 5432 not in PORTS
    for port, security, words in ((22, "tls", "ports"), (993, "none", "TLS")):
        server = MailServer(host="9.9.9.9", port=port, security=security, user="a")  # type: ignore[arg-type]
        with pytest.raises(NotOutside, match=words):
            dial(Access(server=server, password="p", networks=()))
