"""Who else got a mail: shown as text, and never written to."""

import httpx

from kith.base.work import House
from kith.mailbox.rules.reading import read_letter
from kith.mailbox.tests.scene import arrive, connected, mail, only_case, reply, the_case
from kith.mailbox.tests.servers import Inbound, Outbound
from kith.posts.tests.cast import sign_in


async def test_others_are_named_and_not_answered(
    house: House, inbound: Inbound, outbound: Outbound, client: httpx.AsyncClient
) -> None:
    """The page says that an answer goes to the sender alone, and it does."""
    scene = await connected(house, inbound, outbound)
    letter = mail(house, Cc='"<b>Bo</b>" <bo@berg.example>, Clinic <clinic@hill.example>, IDA@berg.example')
    letter.replace_header("To", "clinic@hill.example, cleo@berg.example")
    await arrive(house, scene, inbound, letter)
    [read] = (await the_case(house, scene)).mails
    assert read.copied == ("cleo@berg.example", "bo@berg.example")
    case = await only_case(house, scene)
    await sign_in(house, client, scene.mara)
    page = (await client.get(f"/desk/clinic/cases/{case.id}")).text
    assert "Your answer goes to the sender alone." in page
    assert "bo@berg.example" in page
    assert "<b>Bo" not in page
    await reply(house, scene.mara, case, "Yes.")
    [came] = outbound.came
    assert (came["To"], came["Cc"], came["Bcc"]) == ("Ida Berg <ida@berg.example>", None, None)


async def test_alone_nothing_is_said(
    house: House, inbound: Inbound, outbound: Outbound, client: httpx.AsyncClient
) -> None:
    """As above, but for the others."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, mail(house))
    await sign_in(house, client, scene.mara)
    page = (await client.get(f"/desk/clinic/cases/{(await only_case(house, scene)).id}")).text
    assert "to the sender alone" not in page


def test_what_is_no_address_is_nobody() -> None:
    """Whatever stands in a header."""
    raw = (
        b"From: a@b.example\r\nTo: undisclosed-recipients:;\r\n"
        b'Cc: "x@y.example\r\n Bcc: z@z.example" <c@d.example>, <script>, @, a@b.example, C@D.example\r\n\r\nHi'
    )
    assert read_letter(raw).copied == ("c@d.example",)
    many = ", ".join(f"p{number}@x.example" for number in range(5000))
    assert 0 < len(read_letter(f"From: a@b.example\r\nCc: {many}\r\n\r\nHi".encode()).copied) <= 51
