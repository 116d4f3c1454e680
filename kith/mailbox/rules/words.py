"""From what a mail holds to words that are safe to read: no HTML, nothing loaded, what was quoted apart."""

import re

from selectolax.lexbor import LexborHTMLParser

HTML_MAX = 2_000_000  # characters that are looked at; the words of a long newsletter are a hundredth of it

_BREAK, _QUOTE = "\ue000", "\ue001"  # of the private use area: nobody's letters, and taken out of what comes
_HIDDEN = (
    "head, script, style, title, template, noscript, svg, math, iframe, object, embed, audio, video, canvas, select, "
    'textarea, button, [hidden], [style*="display:none"], [style*="display: none"]'
)
_BLOCKS = "p, div, tr, li, ul, ol, table, h1, h2, h3, h4, h5, h6, pre, section, article, header, footer, hr"
_QUOTES = "blockquote, .gmail_quote, .yahoo_quoted, .moz-cite-prefix, #divRplyFwdMsg, #appendonsend"
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_SUBJECT_WORDS = re.compile(r"\s*(?:re|aw|antw|sv|vs|odp|fw|fwd|wg|tr|rv|r)\s*(?:\[\d{1,3}\])?\s*:\s*", re.IGNORECASE)

# How mail programs say that what follows was written before, in the languages that most of them speak.
_WROTE = (
    "wrote:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "ha scritto:", "schreef:", "escreveu:", "skrev:",
    "napisał(a):", "napisał:", "написал:", "пише:", "كتب:", "写道：",
)  # fmt: skip
_ORIGINAL = (
    "original message", "ursprüngliche nachricht", "message d'origine", "mensaje original", "messaggio originale",
    "oorspronkelijk bericht", "mensagem original", "forwarded message", "weitergeleitete nachricht",
)  # fmt: skip


def words_of_html(html: str) -> str:
    """Give the words of a mail's HTML. Nothing of it is kept or fetched; links say where they lead."""
    tree = LexborHTMLParser(html[:HTML_MAX].replace(_BREAK, "").replace(_QUOTE, "").replace("\x00", ""))
    for node in tree.css(_HIDDEN):
        node.decompose(recursive=True)
    for node in tree.css("img"):
        node.replace_with(f" {(node.attributes.get('alt') or '')[:200]} ")
    for node in tree.css("a[href]"):
        href = (node.attributes.get("href") or "").strip()[:500]
        if href.startswith(("https://", "http://")) and href.rstrip("/") not in node.text():
            node.insert_after(f" ({href})")
    for node in tree.css(_QUOTES):
        node.insert_before(f"{_BREAK}{_QUOTE}{_BREAK}")
    for node in tree.css(_BLOCKS):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)
    for node in tree.css("br"):
        node.replace_with(_BREAK)
    root = tree.body or tree.root
    words = " ".join((root.text(deep=True, separator="") if root is not None else "").split())
    said, mark, quoted = words.partition(_QUOTE)
    lines = [line.strip() for line in said.split(_BREAK)]
    if mark:
        lines += [f"> {line.strip()}" for line in quoted.replace(_QUOTE, "").split(_BREAK) if line.strip()]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def folded(text: str) -> tuple[str, str]:
    """Part what somebody says from what they quote below it. What is answered between quoted lines stays whole."""
    lines = text.split("\n")
    cut = next((at for at, line in enumerate(lines) if _begins_original(line)), len(lines))
    while cut > 0 and _is_quoted(lines, cut - 1):
        cut -= 1
    said = "\n".join(lines[:cut]).strip("\n")
    return (said.rstrip(), "\n".join(lines[cut:]).strip("\n")) if said.strip() else (text, "")


def base_subject(subject: str) -> str:
    """Give a subject without what mail programs put in front of it, to be compared."""
    while (match := _SUBJECT_WORDS.match(subject)) is not None and match.end() > 0:
        subject = subject[match.end() :]
    return " ".join(subject.split()).casefold()


def tidy(text: str) -> str:
    """Give plain words with one way to break lines, and no heaps of blanks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    return _EMPTY_LINES.sub("\n\n", "\n".join(_BLANKS.sub(" ", line).rstrip() for line in lines)).strip("\n")


def _begins_original(line: str) -> bool:
    bare = line.strip()
    if not bare.startswith("---") or len(bare) > 80:
        return False
    return bare.strip("- ").casefold() in _ORIGINAL


def _is_quoted(lines: list[str], at: int) -> bool:
    """Tell whether a line belongs to a quotation that goes on to the end: quoted, blank, or who wrote it when."""
    line = lines[at].strip()
    if not line or line.startswith(">"):
        return True
    below = next((one.strip() for one in lines[at + 1 : at + 4] if one.strip()), "")
    if line.casefold().endswith(_WROTE):
        return below.startswith(">")
    return len(line) < 200 and below.casefold().endswith(_WROTE) and "@" in below
