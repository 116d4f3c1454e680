"""What is written, whatever it is: kept within its bounds, shown as text, and never the other way round."""

import re
import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.base.core.errors import Invalid
from kith.base.core.text import clean, clean_line, find_hashtags, find_mentions, length, plain, render, sanitise

LENGTH_MAX = 5_000
SECONDS_MAX = 2.0  # for 200,000 characters; what is quadratic takes minutes

_PIECES = (
    "@ana", "@ana@hav.social", "@nobody", "#garden", "#Straße", "#1", "＃tag", ":heart:", "https://a.example/",
    "http://a.example:99999/x?y=1#z", "http://[::1", "https://ana@evil.example/", "https://a.example/<b>\"'",
    "javascript:alert(1)", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:1'>",
    "&lt;b&gt;", "&#106;avascript:", "<!--", "-->", "</p>", "\n\n", "\n", " ", "\t", "\u202e", "\u2066", "\u2069",
    "\u200b", "\u0301", "👩‍👩‍👧‍👦", "\ud800", "\0", "ß", "İ", "日本", ".", ",", "(", ")", "/", "\\", "%00",
)  # fmt: skip
_texts = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=12)), max_size=14).map("".join)
_few = settings(max_examples=150, deadline=None, derandomize=True, database=None)

_TAGS = {"p", "br", "a", "span", "img"}
_HEARTS = {"heart": "https://kith.test/heart.png"}


class _Reader(HTMLParser):
    """Reads HTML as a browser does, and keeps what a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.other: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        """Note what should not be there at all."""
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        """Note what should not be there at all."""
        self.other.append(decl)


def _kept(text: str) -> str | None:
    try:
        return clean(text, length_max=LENGTH_MAX)
    except Invalid:
        return None


def _shown(text: str) -> str:
    return render(
        text,
        mention_urls={"ana": "https://kith.test/@ana", "ana@hav.social": "https://kith.test/@ana@hav.social"},
        hashtag_url=lambda tag: f"https://kith.test/tags/{tag.replace(chr(34), '')}",
        emoji_urls=_HEARTS,
    )


@_few
@given(_texts)
def test_what_is_shown_holds_only_what_text_needs(text: str) -> None:
    """Five elements, no handlers, no styles, and links that lead to a host by http(s)."""
    kept = _kept(text)
    if kept is None:
        return
    read = _Reader(_shown(kept))
    assert not read.other
    assert {tag for tag, _attributes in read.tags} <= _TAGS
    for tag, attributes in read.tags:
        assert set(attributes) <= {"a": {"href", "rel", "class"}, "img": {"src", "alt", "title", "class"}}.get(
            tag, {"class"}
        )
        for name in ("href", "src"):
            if name in attributes:
                assert urlsplit(attributes[name] or "").scheme in ("http", "https")
        if tag == "a":
            assert "noopener" in str(attributes.get("rel"))


@_few
@given(_texts)
def test_what_was_safe_stays_as_it_is(text: str) -> None:
    """Sanitising again changes nothing, and neither does cleaning again."""
    kept = _kept(text)
    if kept is None:
        return
    html = _shown(kept)
    assert sanitise(html) == html
    assert clean(kept, length_max=LENGTH_MAX) == kept


@_few
@given(_texts)
def test_what_is_kept_can_be_kept_and_is_within_its_bound(text: str) -> None:
    """Valid Unicode, no controls, every direction closed before its line ends, no longer than promised."""
    for bound in (5, 40, LENGTH_MAX):
        try:
            kept = clean(text, length_max=bound, characters_max=bound)
        except Invalid:
            continue
        kept.encode()
        assert length(kept) <= bound
        assert len(kept) <= bound
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", kept)
        for line in kept.split("\n"):
            assert sum(line.count(mark) for mark in "\u2066\u2067\u2068") == line.count("\u2069")
            assert sum(line.count(mark) for mark in "\u202a\u202b\u202d\u202e") == line.count("\u202c")


@_few
@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_plain_text_is_cleaned_as_any_other(text: str) -> None:
    """One letter beyond ASCII sends a text through everything; what stands around it comes out the same."""
    assert clean(f"a\n{text}", length_max=LENGTH_MAX)[1:] == clean(f"ä\n{text}", length_max=LENGTH_MAX)[1:]
    assert clean(f"{text}a", length_max=LENGTH_MAX)[:-1] == clean(f"{text}ä", length_max=LENGTH_MAX)[:-1]


@_few
@given(_texts)
def test_a_line_is_a_line(text: str) -> None:
    """No breaks, no marks that turn what stands beside it, no blanks around it."""
    try:
        line = clean_line(text, length_max=60, field="name")
    except Invalid:
        return
    assert len(line) <= 60
    assert line == line.strip()
    assert not re.search("[\n\r\t\u2028\u2029\u202a-\u202e\u2066-\u2069]", line)


@_few
@given(_texts)
def test_whoever_is_found_in_a_text_is_found_in_what_is_kept_of_it(text: str) -> None:
    """Names and hashtags do not change by being written down, and each is named once."""
    kept = _kept(text)
    if kept is None:
        return
    for find in (find_mentions, find_hashtags):
        assert len(set(find(kept))) == len(find(kept))
        assert find(clean(kept, length_max=LENGTH_MAX)) == find(kept)


@_few
@given(st.text(max_size=200))
def test_no_html_of_others_acts(html: str) -> None:
    """What another server sends is cut down the same way."""
    for given_ in (html, f"<p>{html}", f'<a href="{html}">x</a>', f"<b {html}>", f'<img src="{html}" {html}>'):
        read = _Reader(sanitise(given_))
        assert not read.other
        for _tag, attributes in read.tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert not str(attributes.get("href", "")).lower().strip().startswith(("javascript", "data", "vbscript"))


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("👩‍👩‍👧‍👦", 1), ("🇩🇪🇫🇷", 2), ("한국", 2), ("a\nb", 3),
        ("https://a.example/" + "x" * 400, 23), ("HTTP://A.EXAMPLE", 23), ("@ana@hav.social", 4), ("@ana", 4),
        ("see https://a.example/ and https://b.example/", 4 + 23 + 5 + 23),
    ],
)  # fmt: skip
def test_length_counts_as_a_reader_does(text: str, characters: int) -> None:
    """Graphemes; a link is 23, another's server is not counted."""
    assert length(text) == characters


@pytest.mark.parametrize(
    "piece",
    ["@", "#", "://", "http://", "https://a.", "@a@", "@a@a.", "a@a.", ":", ":a", "[", "(", "<", "&", "\u0301",
     "\u200d", "\u2066", "\u202e\u202c", " ", "\n", "\t ", "-", "http://a.b/(", "http://a.b/\"", "#\u0301",
     "👩‍", "//", ".a", "http://a.b/(" * 160 + " ", "http://a.b/?(" * 150 + "\n", "http://a.b/[" * 150 + " "],
)  # fmt: skip
def test_no_text_takes_more_than_its_share_of_time(piece: str) -> None:
    """Twenty times what a post may hold, of what is worst for patterns."""
    text = piece * (100_000 // len(piece))
    begun = time.process_time()
    kept = _kept(text) or text[:LENGTH_MAX]
    _shown(text)
    plain(_shown(kept))
    find_mentions(text)
    length(text)
    assert time.process_time() - begun < SECONDS_MAX
