"""The text of an advert's body: one line per paragraph, heading or list entry, list entries begin "- ".

What a browser would not show as running text (scripts, styles, forms, navigation) is left out. What the lines
mean is decided elsewhere; a heading, or a paragraph that is bold throughout, simply stays a line of its own.
"""

import itertools
import re
from dataclasses import dataclass
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from pipelines.cleaning.characters import ENTITY, mend, without_invisible
from pipelines.letters import single_spaced_bytes

LONGEST_TEXT = 200_000
"""Characters of text kept. The longest honest adverts have about 30,000: more is a page or a dump."""
LONGEST_HTML = 5 * LONGEST_TEXT

FEWEST_WRAPPED, FEWEST_FULL, MOSTLY = 12, 6, 0.6
"""Lines, and breaks at the full width, without which a text is not taken for one wrapped at a fixed width."""
NARROWEST, WIDEST = 40, 100
"""Widths, in characters, at which texts are wrapped."""
SHORTEST_WORD = 8
"""Characters that a line may lack of the width though the next word is short: no text fills its width quite."""

BLOCKS = (
    "p|br|div|ul|h[1-6]|ol|address|article|aside|blockquote|center|dd|details|dl|dt|fieldset|figcaption|figure|header"
    "|hr|main|menu|pre|section|summary"
)
"""The common ones first."""
DROPPED = [
    *("script", "style", "noscript", "template", "iframe", "object", "svg", "math", "head", "title"),
    *("nav", "footer", "form", "button", "select", "textarea"),
]
BREAK, BULLET, END_OF_ENTRY, CELL = b"\x01", b"\x02", b"\x03", b"\x04"
"""Stand-ins for structure: control characters, which ``mend`` has taken out before. They keep ASCII text ASCII."""

ANY_TAG = re.compile(r"<(?:[a-zA-Z!?]|/[a-zA-Z])")
BLOCK_TAG = re.compile(rf"</?(?:{BLOCKS}|li|t[rdh]|table)\b", re.I)
BLOCK_EDGE = re.compile(rf"<(?=/?(?:{BLOCKS})\b)".encode(), re.I)
ENTRY_START = re.compile(rb"<li\b[^>]*>", re.I)
ENTRY_END = re.compile(rb"</li\b[^>]*>", re.I)
TABLE_PART = re.compile(rb"</?(?:table|tbody|thead|tfoot|caption|colgroup|col|tr)\b[^>]*>", re.I)
TABLE_CELL = re.compile(rb"<t[dh]\b[^>]*>", re.I)
TABLE_CELL_END = re.compile(rb"</t[dh]\b[^>]*>", re.I)
TABLE_OR_PREFORMATTED = re.compile(rb"<(?:t|pre)", re.I)
PREFORMATTED = re.compile(rb"(<pre\b[^>]*>)(.*?)(</pre)", re.I | re.S)
# The first letters by themselves leave most other tags at once.
DROPPED_TAG = re.compile(
    rf"<(?=[{''.join(sorted({tag[0] for tag in DROPPED}))}])(?:{'|'.join(DROPPED)})\b".encode(), re.I
)
SHORTENED_LINK = re.compile(rb"""<a\s[^>]*href=["'](https?:[^"'>]+)["'][^>]*>[^<]*(?:\.\.\.|\xe2\x80\xa6)</a>""", re.I)
ESCAPED_MARKUP = re.compile(r"&lt;/?(?:p|div|ul|ol|li|br|h[1-6]|strong|b|span|em)\b", re.I)

BULLET_RUN = re.compile(BULLET + b"[ " + BREAK + BULLET + CELL + b"]*")
INVISIBLE_ENTITY = re.compile(rb"&(?:#|shy|zw|lrm|rlm|NoBreak|Zero)")
CELL_RUN = re.compile(b"[ %b]*%b[ %b]*" % (CELL, CELL, CELL))
SIGN_AT_START = re.compile(rb"\n(?!(?:- )?[A-Za-z0-9])[^\n]*")
"""A line, and the line end before it, that begins with neither a letter of ASCII nor a digit, behind a dash or not."""
TYPED_BULLET = re.compile(r"(?:- )?(?:[•●▪■◦‣∙·○◆➢➤►✓✔✅*\u2013-][ \t\u00a0]+|[•●▪■◦‣∙○◆➢➤►✔✅])(?=\S)")
SPAM_TRAP = re.compile(
    r"Please mention the word\b.{1,80}?\bwhen applying\b.{0,400}?(?:they(?:'|\u2019)re human\.?|\Z)",
    re.S | re.I,
)
"""The paragraph that Remote OK adds to each advert, to catch applications sent without reading."""


@dataclass(frozen=True, slots=True)
class Body:
    """``text`` as described above; ``cut`` if the source held more than ``LONGEST_TEXT`` characters."""

    text: str
    cut: bool


def body_text(html: str | None, plain: str | None) -> Body:
    """The text of an advert that gives HTML, or plain text, or neither (then empty)."""
    source = html or plain or ""
    cut = len(source) > LONGEST_HTML
    source = mend(source[:LONGEST_HTML])
    if html is not None and not ANY_TAG.search(source) and ESCAPED_MARKUP.search(source):
        source = mend(unescape(source))  # some pages escape their markup twice
    is_html = ANY_TAG.search(source) if html else BLOCK_TAG.search(source)
    text = text_from_html(source) if is_html else text_from_plain(source)
    if "Please mention the word" in text:
        text = SPAM_TRAP.sub("", text).rstrip()
    return Body(text[:LONGEST_TEXT], cut or len(text) > LONGEST_TEXT)


def text_from_html(html: str) -> str:
    """Lines of text from mended HTML.

    Structure is written into the source as stand-in characters before parsing, so that the parser's own C
    code can join the text, which is faster than a walk over its nodes. Tables are undone altogether: text put
    between their parts would be moved in front of them, as the HTML standard has it.
    """
    if not BLOCK_TAG.search(html):
        html = html.replace("\n", "<br>")  # inline markup only: the line ends are the structure
    # Tags are found in bytes in half the time that they take among characters; the parser reads bytes anyway.
    source = html.encode("utf-8", "ignore")
    source = SHORTENED_LINK.sub(rb"\1", source)
    if TABLE_OR_PREFORMATTED.search(source):
        source = PREFORMATTED.sub(lambda found: found[1] + found[2].replace(b"\n", b"<br>") + found[3], source)
        source = TABLE_CELL_END.sub(b"", TABLE_CELL.sub(CELL, TABLE_PART.sub(BREAK, source)))
    source = ENTRY_END.sub(END_OF_ENTRY, ENTRY_START.sub(BULLET, source))
    source = BLOCK_EDGE.sub(BREAK + b"<", source)
    parser = LexborHTMLParser(source)
    if DROPPED_TAG.search(source):
        parser.strip_tags(DROPPED)
    text = parser.text()
    if INVISIBLE_ENTITY.search(source):
        text = without_invisible(text)
    return _lines(text)


def text_from_plain(text: str) -> str:
    """Lines of text from mended plain text, in which entities may be left over."""
    if "&" in text and ENTITY.search(text):
        text = mend(unescape(text))
    return _lines(BREAK.decode().join(_unwrapped(text.splitlines())))


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines without the breaks that a fixed width put into them, as in mail: else a name in two lines is lost.

    A break is such a one where the next line's first word would have gone over the width; a text is wrapped where
    most of its breaks within a paragraph are.
    """
    lines = [line.rstrip() for line in lines]
    width = max(map(len, lines), default=0)
    if len(lines) < FEWEST_WRAPPED or not NARROWEST <= width <= WIDEST:
        return lines
    inner = [
        place for place, (line, after) in enumerate(itertools.pairwise(lines))
        if line and after and not _is_entry(after.lstrip())
    ]  # fmt: skip
    full = {place for place in inner if len(lines[place]) + 1 + len(lines[place + 1].split(None, 1)[0]) > width}
    if len(full) < max(FEWEST_FULL, MOSTLY * len(inner)):
        return lines
    joined, broken = lines[:1], set(inner)
    for place, line in enumerate(lines[1:]):
        if place in full or (place in broken and len(lines[place]) > width - SHORTEST_WORD):
            joined[-1] += " " + line.lstrip()
        else:
            joined.append(line)
    return joined


def _is_entry(line: str) -> bool:
    """Whether a line begins with a list's mark, which no letter is."""
    return not line[:1].isalnum() and TYPED_BULLET.match(line) is not None


def _lines(text: str) -> str:
    """Tidy lines of a text whose structure is told by stand-ins; white space is all the same."""
    raw = single_spaced_bytes(text.encode("utf-8", "surrogatepass"))
    raw = BULLET_RUN.sub(BREAK + b"- ", raw).replace(END_OF_ENTRY, BREAK)
    lines = list(map(bytes.strip, raw.split(BREAK)))
    if CELL in raw:
        lines = [CELL_RUN.sub(b" | ", line).strip(b" |") if CELL in line else line for line in lines]
    raw = b"\n".join((b"", *filter(None, lines)))
    return SIGN_AT_START.sub(_with_dash, raw)[1:].decode("utf-8", "surrogatepass")


def _with_dash(found: re.Match[bytes]) -> bytes:
    """A line that begins with some sign: with a dash, if that is a list's mark; empty if it is nothing more."""
    line = found[0][1:].decode("utf-8", "surrogatepass")
    if not (line[0].isalnum() or (line.startswith("- ") and line[2:3].isalnum())):
        line = TYPED_BULLET.sub("- ", line, count=1)
    return b"" if line in {"", "-", "- "} else f"\n{line}".encode("utf-8", "surrogatepass")
