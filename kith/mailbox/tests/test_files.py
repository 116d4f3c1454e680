"""What is attached: given out to be saved, to whom may see the case, for a minute. And what is kept, erased."""

from email.message import EmailMessage

import httpx
import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.work import House
from kith.desk.actions.moving import give
from kith.desk.actions.notes import note
from kith.mailbox.actions.erasing import erase, forget_old, kept_about
from kith.mailbox.tests.scene import (
    Scene,
    act,
    arrive,
    connected,
    look,
    look_in,
    mail,
    only_case,
    reply,
    rows,
    run_jobs,
    the_case,
)
from kith.mailbox.tests.servers import Inbound, Outbound
from kith.people.model import Left
from kith.posts.tests.cast import send, sign_in
from tests.clock import TestClock

PAGE = b"<script>alert(document.cookie)</script>"


def _with_files(house: House) -> EmailMessage:
    made = mail(house, "See there.")
    made.add_attachment(PAGE, maintype="text", subtype="html", filename="page.html")
    made.add_attachment(b"MZ\x90", maintype="application", subtype="x-msdownload", filename="ré\u202esumé.exe")
    return made


async def _case_path(house: House, scene: Scene) -> str:
    return f"/desk/clinic/cases/{(await only_case(house, scene)).id}"


async def test_a_file_is_saved_and_never_shown(
    house: House, inbound: Inbound, outbound: Outbound, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """By an address that is good for a minute, for whom it was made, as they may see the case at that moment."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, _with_files(house))
    files = (await the_case(house, scene)).mails[0].files
    assert len(files) == 2
    assert "\u202e" not in files[1].name
    await sign_in(house, client, scene.mara)
    path = await _case_path(house, scene)
    page = (await client.get(path)).text
    way = f"{path}/files/{(await the_case(house, scene)).mails[0].id}/{files[0].id}"
    assert f'href="{way}"' in page
    signed = (await client.get(way)).headers["location"]
    client.cookies.clear()
    given = await client.get(signed)
    assert given.content == PAGE
    assert given.headers["content-type"] == "application/octet-stream"
    assert given.headers["content-disposition"].startswith('attachment; filename="page.html"')
    assert given.headers["x-content-type-options"] == "nosniff"
    assert given.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert given.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in given.headers
    for changed in (
        signed[:-1] + ("0" if signed[-1] != "0" else "1"),
        signed.replace(f"/{scene.mara}/", f"/{scene.ana}/"),
    ):
        assert (await client.get(changed)).status_code == 404
    clock.tick(seconds=61)
    assert (await client.get(signed)).status_code == 404
    await sign_in(house, client, scene.gus)
    assert (await client.get(way)).status_code == 404
    await act(house, scene.mara, give, scene.clinic, (await only_case(house, scene)).id, scene.gus)
    assert (await client.get(way)).status_code == 303
    await sign_in(house, client, scene.ana)
    assert (await client.get(way)).status_code == 404


async def test_hostile_html_is_words_on_the_page(
    house: House, inbound: Inbound, outbound: Outbound, client: httpx.AsyncClient
) -> None:
    """Nothing of it is an element; no picture is fetched."""
    scene = await connected(house, inbound, outbound)
    made = mail(house)
    made.set_content(
        '<img src="https://spy.example/p.gif"><script>alert(1)</script><p onclick="x()">Hello &lt;b&gt;</p>',
        subtype="html",
    )
    made.replace_header("Subject", "<script>alert(2)</script>")
    await arrive(house, scene, inbound, made)
    await sign_in(house, client, scene.mara)
    for path in (await _case_path(house, scene), "/desk/clinic"):
        page = (await client.get(path)).text
        assert "spy.example" not in page
        assert "<script>alert" not in page
        assert "Hello &lt;b&gt;" in page


async def test_an_address_is_shown_handed_over_and_erased(
    house: House, inbound: Inbound, outbound: Outbound, client: httpx.AsyncClient
) -> None:
    """By owners; with files, cases and notes; and what was erased does not come again."""
    scene = await connected(house, inbound, outbound)
    await arrive(
        house, scene, inbound, _with_files(house), mail(house, sender="Ben <ben@x.example>", message_id="<b@x>")
    )
    [case] = [one.case for one in await rows(house, scene) if one.whom.name == "Ida Berg"]
    await reply(house, scene.mara, case, "Thank you.")
    await act(house, scene.mara, note, scene.clinic, case.id, "A note about Ida.")
    for hand, error in ((scene.mara, Refused), (scene.ana, NotFound)):
        with pytest.raises(error):
            await look(house, hand, kept_about, scene.clinic, "ida@berg.example")
        with pytest.raises(error):
            await act(house, hand, erase, scene.clinic, "ida@berg.example")
    await sign_in(house, client, scene.samira)
    way = f"/organisations/{scene.clinic}/mail/kept"
    assert "2 mails" in (await client.get(f"{way}?address=IDA@berg.example")).text
    assert "Nothing is kept" in (await client.get(f"{way}?address=nobody@x.example")).text
    assert "no mail address" in (await client.get(f"{way}?address=nobody")).text
    taken = await send(client, f"{way}?address=ida@berg.example", f"{way}/take", address="ida@berg.example")
    assert [one["text"].strip() for one in taken.json()["mails"]] == ["See there.", "Thank you."]
    [key] = {one.name for one in (house.blobs.folder).glob("??/*.bin") if one.read_bytes() == PAGE}
    await send(client, f"{way}?address=ida@berg.example", f"{way}/erase", address="ida@berg.example")
    await run_jobs(house)
    assert [one.whom.name for one in await rows(house, scene)] == ["Ben"]
    assert not (house.blobs.folder / key[:2] / key).exists()
    inbound.stop()
    inbound.start()
    await arrive(house, scene, inbound, _with_files(house))
    assert [one.whom.name for one in await rows(house, scene)] == ["Ben"]


async def test_who_got_a_copy_finds_it_and_has_it_erased(
    house: House, inbound: Inbound, outbound: Outbound, client: httpx.AsyncClient
) -> None:
    """Also who sent it for another, and whose mail was left; what was written between others stays."""
    scene = await connected(house, inbound, outbound)
    news = mail(house, sender="news@x.example", subject="News", message_id="<n@x>", List_Id="<n.x>")
    await arrive(
        house, scene, inbound,
        mail(house, Cc="Cleo <CLEO@berg.example>, bo@berg.example"),
        mail(house, sender="form@web.example", subject="A form", message_id="<f@w>", Reply_To="ida@berg.example"),
        news,
    )  # fmt: skip
    await sign_in(house, client, scene.samira)
    way = f"/organisations/{scene.clinic}/mail/kept"
    for address, said in (
        ("cleo@berg.example", "1 mail with somebody else names it"),
        ("form@web.example", "1 mail with somebody else names it"),
        ("news@x.example", "1 mail of theirs was left in the mailbox"),
    ):
        here = f"{way}?address={address}"
        assert said in (await client.get(here)).text
        taken = (await send(client, here, f"{way}/take", address=address)).text
        assert address in taken
        assert "Are you open" not in taken
        await send(client, here, f"{way}/erase", address=address)
        assert "Nothing is kept" in (await client.get(here)).text
    await run_jobs(house)
    assert "2 mails" in (await client.get(f"{way}?address=ida@berg.example")).text
    assert "1 mail with" in (await client.get(f"{way}?address=bo@berg.example")).text


async def test_what_is_old_goes_by_itself(house: House, inbound: Inbound, outbound: Outbound, clock: TestClock) -> None:
    """From the last word of a thread on; what goes on stays whole."""
    scene = await connected(house, inbound, outbound, kept_days=30)
    await arrive(house, scene, inbound, mail(house))
    await arrive(house, scene, inbound, mail(house, subject="News", message_id="<n@x>", List_Id="<n.x>"))
    clock.tick(days=29)
    async with house.work() as work:
        await forget_old(work)
    await run_jobs(house)
    assert len(await rows(house, scene)) == 1
    clock.tick(days=2)
    async with house.work() as work:
        await forget_old(work)
    await run_jobs(house)
    assert not await rows(house, scene)
    async with house.reading() as work:
        connection = await work.db.connection()
        assert await connection.fetchval("SELECT count(*) FROM mail_arrivals") == 2
        assert not await connection.fetchval("SELECT count(*) FROM mail_arrivals WHERE address || subject <> ''")


async def test_who_leaves_is_gone_from_mail(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """A colleague's name; and with the organisation everything."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, _with_files(house))
    await reply(house, scene.mara, await only_case(house, scene), "Thank you.")
    async with house.work() as work:
        work.tell(Left(account_id=scene.mara))
    await run_jobs(house)
    assert [(one.hand_id, one.signed) for one in (await the_case(house, scene)).mails] == [(None, "")] * 2
    async with house.work() as work:
        work.tell(Left(account_id=scene.clinic))
    await run_jobs(house)
    async with house.reading() as work:
        connection = await work.db.connection()
        for table in ("mailboxes", "mails", "mail_people", "mail_arrivals"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_the_page_connects_and_says_what_is_wrong(
    house: House, inbound: Inbound, outbound: Outbound, client: httpx.AsyncClient
) -> None:
    """With what was typed, and never a password; and tells what was left."""
    scene = await connected(house, inbound, outbound)
    await sign_in(house, client, scene.samira)
    way = f"/organisations/{scene.clinic}/mail"
    page = (await client.get(way)).text
    assert "clinic@hill.example" in page
    typed = {
        "address": "clinic@hill.example", "reading_host": "127.0.0.1", "reading_port": str(inbound.port),
        "reading_security": "none", "reading_user": "someone", "reading_password": "nonsense", "kept_days": "365",
        "sending_host": "127.0.0.1", "sending_port": str(outbound.port), "sending_security": "none",
    }  # fmt: skip
    wrong = await send(client, way, way, **typed)
    assert wrong.status_code == 422
    assert "does not take this user and password" in wrong.text
    assert "nonsense" not in wrong.text
    assert (await send(client, way, way, **(typed | {"reading_port": "many"}))).status_code == 422
    await arrive(house, scene, inbound, mail(house, subject="News!", List_Id="<n.x>"))
    assert "News!" in (await client.get(way)).text
    assert (await send(client, way, f"{way}/pause")).headers["location"] == f"{way}?said=paused"
    assert "Paused: nothing is read" in (await client.get(way)).text
    await send(client, way, f"{way}/resume")
    await look_in(house, scene)
    await send(client, way, f"{way}/disconnect")
    assert "passwords are deleted" in (await client.get(f"{way}?said=disconnected")).text
    await sign_in(house, client, scene.mara)
    assert (await client.get(way)).status_code == 403
    await sign_in(house, client, scene.ana)
    assert (await client.get(way)).status_code == 404


async def test_a_failed_answer_is_shown_with_a_way_on(
    house: House, inbound: Inbound, outbound: Outbound, client: httpx.AsyncClient
) -> None:
    """On the case's page: why, and a button that sends it again. Files go along."""
    scene = await connected(house, inbound, outbound)
    await arrive(house, scene, inbound, mail(house))
    await sign_in(house, client, scene.mara)
    path = await _case_path(house, scene)
    outbound.answer = "550 no such user"
    files = [("files[]", ("plan.pdf", b"%PDF-1.7 plan", "application/pdf"))]
    await send(client, path, f"{path}/answer", text="The plan.", files=files)
    await run_jobs(house)
    page = (await client.get(path)).text
    assert "550 no such user" in page
    assert "did not arrive" in page
    again = page.split(f'action="{path}/mails/')[1].split('"')[0]
    outbound.answer = ""
    await send(client, path, f"{path}/mails/{again}")
    await run_jobs(house)
    assert "sent by mail" in (await client.get(path)).text
    [came] = outbound.came
    [file] = list(came.iter_attachments())  # type: ignore[attr-defined]
    assert (file.get_filename(), file.get_content()) == ("plan.pdf", b"%PDF-1.7 plan")
