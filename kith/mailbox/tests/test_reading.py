"""What is read of a mail, however it is written: by table, and whatever the bytes are."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.mailbox.model import FILES_MAX, MAIL_TEXT_MAX, Nature
from kith.mailbox.rules.reading import address_in, mark_of, read_letter
from kith.mailbox.rules.words import base_subject, folded, words_of_html


def _mail(*headers: str, body: bytes = b"Hello.") -> bytes:
    return "\r\n".join(("From: Ida <ida@berg.example>", *headers)).encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Hello,</p><p>are you <b>open</b>?</p>", "Hello,\n\nare you open?"),
        ("one<br>two", "one\ntwo"),
        ("<script>alert(1)</script><style>p{}</style><p onclick='x()'>safe</p>", "safe"),
        ('<img src="https://spy.example/1.gif" onerror="x()">seen', "seen"),
        ('<img src="cid:a" alt="Our door">', "Our door"),
        ('<a href="https://bad.example/x">bank.example</a>', "bank.example (https://bad.example/x)"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        ('<div style="display:none">hidden</div>seen', "seen"),
        ("<iframe src='https://evil.example'>x</iframe><object data=y>z</object>after", "after"),
        ("Yes.<blockquote>Are you<br>open?</blockquote>", "Yes.\n\n> Are you\n> open?"),
        ("<svg><script>alert(1)</script></svg><math>x</math>fine", "fine"),
        ("&lt;script&gt;kept as words&lt;/script&gt;", "<script>kept as words</script>"),
    ],
)
def test_html_becomes_words(html: str, words: str) -> None:
    """Nothing that acts, loads or hides is left; what leads elsewhere says where."""
    assert words_of_html(html) == words


def test_html_that_is_made_to_break_is_read_in_time() -> None:
    """Elements in elements, and tags that never end."""
    assert words_of_html("<div>" * 20_000 + "deep") == "deep"
    assert words_of_html("<" * 50_000) is not None


@pytest.mark.parametrize(
    ("text", "said", "quoted"),
    [
        ("Thanks!\n\nOn Mon, Mara wrote:\n> Yes.\n", "Thanks!", "On Mon, Mara wrote:\n> Yes."),
        ("Danke!\n\nAm 3. Mai schrieb Mara <m@x.example>:\n> Ja.", "Danke!", None),
        ("Top\n\n-----Original Message-----\nFrom: a\nOld.", "Top", "-----Original Message-----\nFrom: a\nOld."),
        ("> Are you open?\nYes.\n> And later?\nNo.", "> Are you open?\nYes.\n> And later?\nNo.", ""),
        ("> only quoted", "> only quoted", ""),
        ("Nothing quoted.", "Nothing quoted.", ""),
        ("", "", ""),
    ],
)
def test_what_is_quoted_is_folded(text: str, said: str, quoted: str | None) -> None:
    """Below what they say; never what they answer between."""
    assert folded(text)[0].startswith(said)
    if quoted is not None:
        assert folded(text) == (said, quoted)


@pytest.mark.parametrize(
    ("headers", "nature"),
    [
        ((), "personal"),
        (("Auto-Submitted: no",), "personal"),
        (("Auto-Submitted: auto-replied",), "automatic"),
        (("Auto-Submitted: auto-generated; x=y",), "automatic"),
        (("X-Autoreply: yes",), "automatic"),
        (("Precedence: auto_reply",), "automatic"),
        (("Precedence: bulk",), "list"),
        (("List-Id: <news.example>",), "list"),
        (("List-Unsubscribe: <https://x.example>",), "list"),
        (("Return-Path: <>",), "bounce"),
    ],
)
def test_machines_are_known(headers: tuple[str, ...], nature: Nature) -> None:
    """By what they say of themselves."""
    assert read_letter(_mail(*headers)).nature == nature


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("Ida <ida@berg.example>", "ida@berg.example"),
        ("IDA@Berg.Example", "ida@berg.example"),
        ("a@x.example, b@x.example", ""),
        ("nobody", ""),
        ("<a@b>\r\nBcc: c@d.example", ""),
        ("a b@x.example", ""),
        (f"{'a' * 65}@x.example", ""),
        ("", ""),
    ],
)
def test_one_address_or_none(header: str, address: str) -> None:
    """What is no address is not written to."""
    assert address_in(header) == address


def test_headers_are_read_in_any_charset_and_add_no_others() -> None:
    """Encoded, raw, broken; with line breaks inside the encoding."""
    assert read_letter(_mail("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=")).subject == "Grüße"
    assert read_letter(_mail("Subject: =?x-nothing?q?abc?=")).subject == "abc"
    assert read_letter(_mail("Subject: =?utf-8?b?!!!?=")).text == "Hello."
    assert read_letter(_mail("Subject: =?utf-8?q?one=0D=0ABcc:_two@x.example?=")).subject == "one Bcc: two@x.example"
    assert read_letter(_mail("Subject: =?utf-8?q?x=E2=80=AEgpj?=")).subject == "xgpj"


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", "Grüße".encode("latin-1"), "Grüße"),
        ("utf-8", "Grüße".encode("latin-1"), "Grüße"),
        ("no-such-charset", "Grüße".encode(), "Grüße"),
        ("windows-1252", b"\x80 5", "€ 5"),
        ("utf-16", "Hi".encode("utf-16"), "Hi"),
        ("idna", b"plain", "plain"),
    ],
)
def test_words_are_read_in_any_charset(charset: str, body: bytes, text: str) -> None:
    """By what is said, else by what fits."""
    assert read_letter(_mail(f"Content-Type: text/plain; charset={charset}", body=body)).text == text


def test_attachments_are_kept_closed_and_counted() -> None:
    """An archive is bytes like any; beyond the limit they are counted, and names lead nowhere."""
    made = EmailMessage()
    made["From"] = "ida@berg.example"
    made.set_content("See there.")
    bomb = b"PK\x03\x04" + bytes(1000)
    for number in range(FILES_MAX + 3):
        made.add_attachment(bomb, maintype="application", subtype="zip", filename=f"../../etc/{number}.zip")
    letter = read_letter(made.as_bytes())
    assert (len(letter.files), letter.files_left) == (FILES_MAX, 3)
    assert letter.files[0].content == bomb
    assert letter.text == "See there."


def test_a_mail_of_html_alone_has_words_and_a_long_one_an_end() -> None:
    """Where both are written the plain one counts."""
    html = _mail("Content-Type: text/html", body=b"<p>Only <b>this</b>.</p><script>x</script>")
    assert read_letter(html).text == "Only this."
    long = read_letter(_mail(body=b"word " * 50_000))
    assert (len(long.text) <= MAIL_TEXT_MAX, long.cut) == (True, True)


def test_parts_without_end_are_read_from_the_top() -> None:
    """Thousands of parts in parts."""
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (number, number) for number in range(3000)
    )
    assert read_letter(b"From: ida@berg.example\r\nSubject: Deep\r\n" + nested).subject == "Deep"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (('Content-Type: text/plain; charset="punycode"',), b"a" * 5_000_000),
        (("Content-Type: text/plain" + '; a="\\";' * 200_000,), b"a"),
        (("Content-Type: text/plain" + ';"' * 300_000,), b"a"),
        (("From: " + "(" * 7_000,), b"a"),
        (("Reply-To: " + "a:" * 4_000,), b"a"),
        (("Content-Type: multipart/mixed; boundary=x",), b"--x\n\na\n" * 3_000_000),
    ],
)
@pytest.mark.timeout(30)
def test_no_mail_keeps_its_reader_busy(headers: tuple[str, ...], body: bytes) -> None:
    """What takes the square of its length, or no end: each took minutes, or ended the look into the mailbox."""
    assert read_letter(_mail(*headers, body=body)) is not None


def test_names_of_files_can_be_written_down() -> None:
    """Half characters and controls, which the database takes from nobody, are taken out of them."""
    half = _mail("Content-Disposition: attachment; filename*=utf-7''a%2B2AA-b%00.txt")
    assert read_letter(half).files[0].name == "ab.txt"


def test_a_bounce_says_what_it_is_about() -> None:
    """Of which mail, and why, in the words of the other server."""
    raw = (Path(__file__).parent / "bounce.eml").read_bytes()
    letter = read_letter(raw)
    assert (letter.nature, letter.failed_ids) == ("bounce", ("<kith.17@hill.example>",))
    assert letter.failed_why == "550 5.1.1 No such user here"
    assert read_letter(raw.replace(b"Action: failed", b"Action: delayed")).nature == "delayed"


@pytest.mark.parametrize("subject", ["Saturday", "Re: Saturday", "AW: Re[2]: saturday", "Fwd:  Saturday "])
def test_subjects_are_compared_bare(subject: str) -> None:
    """Without what mail programs put in front."""
    assert base_subject(subject) == "saturday"


def test_the_same_mail_has_the_same_mark() -> None:
    """And the Message-ID of another sender is another mail: nobody can make another's be passed by."""
    one = read_letter(_mail("Message-ID: <a@b.example>"))
    assert mark_of(one) == mark_of(read_letter(_mail("Message-ID: <a@b.example>", "X-Spam: no")))
    other = read_letter(b"From: eve@x.example\r\nMessage-ID: <a@b.example>\r\n\r\nHello.")
    assert mark_of(other) != mark_of(one)


_PIECES = st.sampled_from(
    [
        b"From: ", b"To: ", b"Subject: ", b"Content-Type: ", b"multipart/mixed; boundary=a", b"text/html; charset=",
        b"utf-7", b"=?utf-8?b?", b"?=", b"\r\n", b"\n", b"\n\n", b"--a", b"--a--", b"<", b">", b"@", b"\x00", b"\xff",
        b"Content-Transfer-Encoding: base64\n", b"Content-Disposition: attachment; filename*=x''%ff", b"; ", b"=",
        b"message/rfc822", b"quoted-printable", b"uuencode", b"begin 6", b"Message-ID: ", b"Date: ", b"References: ",
        b"multipart/report; report-type=delivery-status", b"<blockquote>", b"&#0;", b"filename=\"", b"(", b"\\",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.binary(max_size=12)), max_size=40))
def test_whatever_comes_is_read(pieces: list[bytes]) -> None:
    """No bytes stop the reading of a mailbox; what is read can be kept."""
    letter = read_letter(b"".join(pieces))
    for text in (letter.text, letter.subject, letter.name, letter.sender, letter.message_id, *letter.refers_to):
        assert "\x00" not in text
        text.encode()
    assert len(letter.text) <= MAIL_TEXT_MAX
    folded(letter.text)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>/\"'= abdivscriptblockquotestyle&;#x0\n-!", max_size=200))
def test_whatever_html_comes_becomes_words(html: str) -> None:
    """And no element of it is left."""
    words_of_html(html)
