"""Finding people by a file, from the upload to the invitation, through the pages and the worker."""

import asyncio
import os
import re
from dataclasses import replace
from pathlib import Path

import httpx
import msgspec
import pytest

from kith.app import make_site
from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import ID_MAX, Id
from kith.base.mail.letter import Letter
from kith.base.mail.mailer import Mailer
from kith.base.mail.store import newest_letters
from kith.base.storage.statement import Statement
from kith.base.work import House, Work
from kith.finding import find_outcome, find_run, invite_absent, set_wishes, state_past
from kith.finding.actions import clear
from kith.finding.model import FileCame, FileForgotten, Outcome, PastWish, StatedPast
from kith.finding.store import own_pasts
from kith.finding.tests import files
from kith.people.model import Account, Handle, Left
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, block, gather_cast, send, sign_in
from kith.worker import run_everything_due
from tests.clock import BEGINNING

_CONFIRMED = Statement("""
    UPDATE members
       SET email = %(email)s, email_confirmed_at = %(at)s
     WHERE account_id = %(id)s
""")
_NAMED = Statement("UPDATE accounts SET name = %(name)s, discoverable = %(discoverable)s WHERE id = %(id)s")
_GONE = Statement("UPDATE accounts SET gone_at = %(at)s WHERE id = %(id)s")
BOOK = "Name,Email\nBenjamin,ben@example.org\nCleo Lis,cleo@example.org\nEva Fox,eva@example.org\nBare Name,\n"


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    """Everybody has a confirmed address; Ben allows to be found by it, Cleo has a name to be found by."""
    await gather_cast(house)
    async with house.work() as work:
        for person, name in ((ANA, "ana"), (BEN, "ben"), (CLEO, "cleo"), (DAN, "dan")):
            await work.db.run(_CONFIRMED, id=person, email=f"{name}@example.org", at=BEGINNING)
        await work.db.run(_NAMED, id=CLEO, name="Cleo Lis", discoverable=True)
    await _allow(house, BEN)


async def _allow(house: House, person: Id, *, by_address: bool = True, mastodon: str = "") -> None:
    async with house.work(actor=person) as work:
        await set_wishes(work, by_address=by_address, mastodon=mastodon)


async def _send(house: House, client: httpx.AsyncClient, body: bytes | str = BOOK) -> httpx.Response:
    await sign_in(house, client, ANA)
    content = body.encode() if isinstance(body, str) else body
    return await send(client, "/people/known", "/people/known", files={"file": ("book", content)})


async def _find(house: House, client: httpx.AsyncClient, body: bytes | str = BOOK) -> Outcome:
    assert (await _send(house, client, body)).status_code == 303
    await run_everything_due(house)
    async with house.reading(actor=ANA) as work:
        found = await find_outcome(work)
    assert found is not None
    return found


def _who(outcome: Outcome) -> tuple[list[Id], list[Id], list[str]]:
    here, perhaps = ([one.account_id for one in part] for part in (outcome.here, outcome.perhaps))
    return here, perhaps, [one.name for one in outcome.absent]


def _lying(house: House) -> list[Path]:
    return sorted(house.blobs.incoming().glob("finding-*"))


async def test_people_are_found_as_they_allow(house: House, client: httpx.AsyncClient) -> None:
    """For certain, perhaps, and not; and the file is gone."""
    assert _who(await _find(house, client)) == ([BEN], [CLEO], ["Bare Name", "Cleo Lis", "Eva Fox"])
    assert _lying(house) == []


async def test_whoever_does_not_allow_it_is_not_found(house: House, client: httpx.AsyncClient) -> None:
    """Nor whose address nobody confirmed, who is gone, or whom a block hides: all look as if they were not here."""
    absent: tuple[list[Id], list[Id], list[str]] = ([], [CLEO], ["Bare Name", "Benjamin", "Cleo Lis", "Eva Fox"])
    await _allow(house, BEN, by_address=False)
    assert _who(await _find(house, client)) == absent
    await _allow(house, BEN)
    async with house.work() as work:
        await work.db.run(_CONFIRMED, id=BEN, email="ben@example.org", at=None)
    assert _who(await _find(house, client)) == absent
    async with house.work() as work:
        await work.db.run(_CONFIRMED, id=BEN, email="ben@example.org", at=BEGINNING)
        await work.db.run(_GONE, id=BEN, at=BEGINNING)
    assert _who(await _find(house, client)) == absent
    async with house.work() as work:
        await work.db.run(_GONE, id=BEN, at=None)
    assert _who(await _find(house, client))[0] == [BEN]
    await block(house, BEN, ANA)
    assert _who(await _find(house, client)) == absent


async def test_whoever_does_not_wish_to_be_listed_is_not_found_by_name(house: House, client: httpx.AsyncClient) -> None:
    """As in every other list of people to find."""
    async with house.work() as work:
        await work.db.run(_NAMED, id=CLEO, name="Cleo Lis", discoverable=False)
    assert _who(await _find(house, client))[1] == []


async def test_a_namesake_who_was_there_is_no_stranger(house: House, client: httpx.AsyncClient) -> None:
    """By what one's own archive says of oneself; as far as the other shows theirs."""
    async with house.work() as work:
        await work.db.run(_NAMED, id=CLEO, name="Zoe Muller", discoverable=True)
    wish = PastWish(kind="school", name="szkola NR. 5", from_year=1990)
    for seen_by, found in (("everyone", True), ("ties", False)):
        async with house.work(actor=CLEO) as work:
            await state_past(work, msgspec.structs.replace(wish, seen_by=seen_by))
        assert _who(await _find(house, client, files.facebook()))[1] == [CLEO]
        shown = (await client.get("/people/known/run/perhaps")).text
        assert ("You were both at szkola NR. 5." in shown) is found


async def test_accounts_of_the_fediverse_are_found_exactly(house: House, client: httpx.AsyncClient) -> None:
    """Those of this server, those that are known here, and perhaps who says that they are one."""
    async with house.work() as work:
        eva = work.new_id()
        await work.db.insert(Account(id=eva, handle="eva", domain="hav.social", name="Eva", created_at=BEGINNING))
        await work.db.insert(Handle(handle="eva@hav.social", account_id=eva))
    await _allow(house, DAN, by_address=False, mastodon="@danny@hav.social")
    told = "Account address\nben@kith.test\neva@hav.social\ndanny@hav.social\nnobody@hav.social\nana@kith.test\n"
    outcome = await _find(house, client, told)
    here, perhaps, absent = _who(outcome)
    assert (sorted(here), perhaps) == (sorted([BEN, eva]), [DAN])
    assert absent == ["ana@kith.test", "danny@hav.social", "nobody@hav.social"]


async def test_the_pages_show_each_part(house: House, client: httpx.AsyncClient) -> None:
    """How far it is, then who is here, perhaps here, and not; each to be followed on their own."""
    assert (await _send(house, client)).headers["location"] == "/people/known/run"
    waiting = await client.get("/people/known/run")
    assert "hx-get" in waiting.text
    assert '<meta http-equiv="refresh"' in waiting.text
    assert (await client.get("/people/known/run/absent")).status_code == 303
    await run_everything_due(house)
    here, perhaps, absent = [
        (await client.get(f"/people/known/run{part}")).text for part in ("", "/perhaps", "/absent")
    ]
    assert "/@ben/unfollow" not in here
    assert 'action="/@ben/follow"' in here
    assert "It may be somebody else." in perhaps
    assert "Eva Fox" in absent
    assert "Cleo Lis" not in absent
    assert "Cleo Lis" in (await client.get("/people/known/run/absent?namesakes=show")).text
    assert "ben@example.org" not in absent
    assert (await client.get("/people/known/run/absent?after=x")).status_code == 404


async def test_it_opens_where_there_is_somebody(house: House, client: httpx.AsyncClient) -> None:
    """At those perhaps here, when nobody is certain; the others are a tab away."""
    await _allow(house, BEN, by_address=False)
    await _find(house, client)
    opened = (await client.get("/people/known/run")).text
    assert "It may be somebody else." in opened
    assert "Nobody for certain" in (await client.get("/people/known/run/here")).text


async def test_a_run_is_its_owners_alone_and_is_forgotten(house: House, client: httpx.AsyncClient) -> None:
    """When they say so; nothing of the people in it was ever in the database."""
    await _find(house, client)
    async with house.reading(actor=BEN) as work:
        assert await find_run(work) is None
    ended = await send(client, "/people/known/run", "/people/known/run/end")
    assert ended.headers["location"] == "/people/known?said=ended"
    async with house.reading(actor=ANA) as work:
        assert await find_run(work) is None
        assert await find_outcome(work) is None
    assert (await client.get("/people/known/run")).headers["location"] == "/people/known"


async def test_a_new_file_takes_the_place_of_the_last(house: House, client: httpx.AsyncClient) -> None:
    """Also when the last one was not read yet; neither stays on the disk."""
    await _send(house, client)
    assert _who(await _find(house, client, "Name,Email\nEva Fox,eva@example.org\n")) == ([], [], ["Eva Fox"])
    assert _lying(house) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(2_000), "no address book"),
        (files.zipped({"your_friends.json": b" " * 50_000_000}), "unpack to more"),
        (files.zipped({"../your_friends.json": b"{}"}), "lead out of it"),
        (files.facebook()[:500], "damaged"),
    ],
    ids=["picture", "bomb", "strange", "torn"],
)
async def test_a_bad_file_is_told_of_and_leaves_nothing(
    house: House, client: httpx.AsyncClient, body: bytes, words: str
) -> None:
    """With a way on."""
    assert (await _send(house, client, body)).status_code == 303
    await run_everything_due(house)
    shown = await client.get("/people/known/run")
    assert words in shown.text
    assert 'hx-get="/people/known/run"' not in shown.text
    assert _lying(house) == []


async def test_no_file_and_an_empty_one_are_asked_for_anew(house: House, client: httpx.AsyncClient) -> None:
    """On the page itself."""
    empty = await _send(house, client, b"")
    assert (empty.status_code, "That file is empty." in empty.text) == (422, True)
    none = await send(client, "/people/known", "/people/known")
    assert (none.status_code, "Choose a file first." in none.text) == (422, True)


async def test_what_is_above_the_bound_is_not_even_read(house: House) -> None:
    """What the settings let in counts for a file of this kind, too."""
    small = replace(house, settings=replace(house.settings, media_max_mb=1, video_max_mb=1, attached_max_mb=1))
    transport = httpx.ASGITransport(app=make_site(small))
    async with httpx.AsyncClient(transport=transport, base_url="http://kith.test") as client:
        await sign_in(house, client, ANA)
        fits = await send(client, "/people/known", "/people/known", files={"file": ("book", bytes(4_000_000))})
        assert fits.headers["location"] == "/people/known/run"
        above = await send(client, "/people/known", "/people/known", files={"file": ("book", bytes(6_000_000))})
        assert above.status_code == 413
    assert len(_lying(house)) == 1
    await run_everything_due(house)
    assert _lying(house) == []


async def test_a_file_that_nobody_reads_is_deleted(house: House, client: httpx.AsyncClient) -> None:
    """By a job of its own; and whatever else was left behind, by the night."""
    await _send(house, client)
    [path] = _lying(house)
    owner_id, run_id = (Id(int(part)) for part in path.name.split("-")[1:])
    fact = FileForgotten(owner_id=owner_id, run_id=run_id)
    [discard] = house.plugs.listeners[FileForgotten]
    async with house.reading() as work:
        await discard.run(work, fact)
    assert _lying(house) == []
    assert "took too long" in (await client.get("/people/known/run")).text
    [read] = house.plugs.listeners[FileCame]
    async with house.reading() as work:
        await read.run(work, FileCame(owner_id=owner_id, run_id=run_id))  # comes late, and finds nothing to do
    stray = house.blobs.incoming() / "finding-1-2"
    stray.write_bytes(b"left behind by a crash")
    await clear(house)
    assert _lying(house) == [stray]
    await asyncio.to_thread(_make_old, stray)
    await clear(house)
    assert _lying(house) == []


def _make_old(path: Path) -> None:
    os.utime(path, (1, 1))


async def test_a_file_that_is_lost_is_told_of(house: House, client: httpx.AsyncClient) -> None:
    """A worker was killed after it had read it."""
    await _send(house, client)
    [path] = _lying(house)
    path.unlink()
    await run_everything_due(house)
    assert "send it once more" in (await client.get("/people/known/run")).text


def _with_mail(house: House) -> House:
    settings = replace(house.settings, smtp_url="smtp://127.0.0.1:1")
    return replace(house, mailer=Mailer(settings), settings=settings)


async def _letters(house: House) -> list[Letter]:
    async with house.reading() as work:
        return await newest_letters(work.db, below=Id(ID_MAX), limit=10)


async def _invite(work: Work, name: str, *, line: str = "", by_mail: bool = False) -> str:
    outcome = await find_outcome(work)
    assert outcome is not None
    number = [one.name for one in outcome.absent].index(name)
    return await invite_absent(work, number, line=line, by_mail=by_mail)


async def test_somebody_is_invited_by_a_letter_with_a_line(house: House, client: httpx.AsyncClient) -> None:
    """Once, however often it is pressed."""
    await _find(house, client)
    links = []
    for _time in range(2):
        async with _with_mail(house).work(actor=ANA) as work:
            links.append(await _invite(work, "Eva Fox", line="It is quiet here.", by_mail=True))
    [letter] = await _letters(house)
    assert (letter.recipient, links[0] == links[1]) == ("eva@example.org", True)
    assert "“It is quiet here.”" in letter.text
    assert links[0] in letter.text
    assert links[0] in (await client.get("/people/known/run/absent")).text
    assert (await client.get(links[0].removeprefix("http://kith.test"))).status_code in (200, 303)


async def test_two_presses_at_once_write_one_letter(house: House, client: httpx.AsyncClient) -> None:
    """The second is told that the first is at it, or gets its link."""
    await _find(house, client)

    async def press() -> None:
        async with _with_mail(house).work(actor=ANA) as work:
            await _invite(work, "Eva Fox", by_mail=True)

    outcomes = await asyncio.gather(press(), press(), press(), return_exceptions=True)
    assert all(one is None or isinstance(one, Refused) for one in outcomes)
    assert len(await _letters(house)) == 1


async def test_without_mail_there_is_a_link_to_send_oneself(house: House, client: httpx.AsyncClient) -> None:
    """Nothing is written to anybody, and who has no address can be asked, too."""
    await _find(house, client)
    page = "/people/known/run/absent"
    asked = await send(client, page, f"{page}/0", line="Come!", by_mail="off")
    assert asked.status_code == 303
    [link] = re.findall(r"http://kith\.test(/join/[^<\"]+)</code>", (await client.get(page)).text)
    client.cookies.clear()
    joining = (await client.get(link)).text
    assert "Ana invites you." in joining
    assert "Come!" in joining
    assert "invites you" not in (await client.get("/join/unknown")).text
    await sign_in(house, client, ANA)
    assert await _letters(house) == []
    refused = await send(client, page, f"{page}/2", by_mail="on")
    assert (refused.status_code, "sends no mail" in refused.text) == (422, True)
    linked = await send(client, page, f"{page}/2", line="See https://example.org", by_mail="off")
    assert (linked.status_code, "without links" in linked.text) == (422, True)
    for number in ("99", "x", "-1"):
        assert (await send(client, page, f"{page}/{number}", by_mail="off")).status_code == 404


async def test_nobody_is_invited_who_is_not_in_the_list(house: House, client: httpx.AsyncClient) -> None:
    """A letter needs an address, and a run that is there."""
    async with _with_mail(house).work(actor=ANA) as work:
        with pytest.raises(NotFound):
            await invite_absent(work, 0, line="", by_mail=False)
    await _find(house, client)
    async with _with_mail(house).work(actor=ANA) as work:
        with pytest.raises(Invalid):
            await _invite(work, "Bare Name", by_mail=True)
        assert (await _invite(work, "Bare Name")).startswith("http://kith.test/join/")


async def test_the_question_is_asked_once(house: House, client: httpx.AsyncClient) -> None:
    """Until it is answered, either way; from then on it is a setting."""
    await sign_in(house, client, ANA)
    assert "May they find you, too?" in (await client.get("/people/known")).text
    await send(client, "/people/known", "/people/known/answer", by_address="off")
    assert "May they find you, too?" not in (await client.get("/people/known")).text
    kept = await send(client, "/settings/finding", "/settings/finding", by_address="on", x="@Ana_L")
    assert kept.headers["location"] == "/settings/finding?said=kept"
    assert 'value="ana_l"' in (await client.get("/settings/finding")).text
    wrong = await send(client, "/settings/finding", "/settings/finding", mastodon="ana")
    assert (wrong.status_code, "look like a handle" in wrong.text) == (422, True)
    assert 'value="ana_l"' in (await client.get("/settings/finding")).text


async def test_an_archives_schools_are_offered_and_not_stated(house: House, client: httpx.AsyncClient) -> None:
    """What it says of oneself is one's own to say here."""
    await _find(house, client, files.facebook())
    shown = (await client.get("/people/known/run")).text
    assert "/people/known/past?kind=school&amp;name=Szko%C5%82a%20nr%205&amp;from_year=1987" in shown
    async with house.reading() as work:
        assert await own_pasts(work.db, ANA) == []


async def test_whoever_leaves_takes_it_along(house: House, client: httpx.AsyncClient) -> None:
    """Wishes, pasts, the run and its file; others keep theirs."""
    await _send(house, client)
    await _allow(house, ANA)
    async with house.work() as work:
        for person in (ANA, BEN):
            await work.db.insert(
                StatedPast(
                    owner_id=person,
                    id=work.new_id(),
                    kind="place",
                    name="Lublin",
                    name_key="lublin",
                    created_at=work.now,
                )
            )
        work.tell(Left(account_id=ANA))
    for listener in house.plugs.listeners[Left]:
        if listener.name == "finding.left":
            async with house.work() as work:
                await listener.run(work, Left(account_id=ANA))
    assert _lying(house) == []
    async with house.reading(actor=ANA) as work:
        assert await find_run(work) is None
        assert await own_pasts(work.db, ANA) == []
        assert len(await own_pasts(work.db, BEN)) == 1
