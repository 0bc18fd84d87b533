"""Plain text from an advert's HTML, block by block: every paragraph, heading and list item on its own line.

Lines matter: sections are found by their headings, and lists are the strongest cue for skills. Naive tag
stripping glues words together and invents and loses skills.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST = 200_000
"""Characters of markup read; an advert longer than this is a page, not an advert."""
BLOCKS = frozenset(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody td th thead tr ul".split()
)
SKIPPED = frozenset("script style noscript template head svg iframe object select button".split())
MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SPACES = re.compile(r"[^\S\n]+")
BLANK_LINES = re.compile(r"\n{2,}")
SPAM_TRAP = re.compile(r"Please mention the word \*\*.{1,80}?\*\* (?:and tag|when applying).*", re.S)
"""Remote OK ends every description with a sentence that tells machines from people."""


def text_from_html(markup: str) -> str:
    """The visible text of HTML, or of plain text with stray entities; lines without outer white space."""
    markup = markup[:LONGEST]
    if not MARKUP.search(markup):
        return tidy(markup)
    body = LexborHTMLParser(markup).body
    if body is None:
        return tidy(markup)
    parts: list[str] = []
    _walk(body, parts)
    return tidy("".join(parts))


def tidy(text: str) -> str:
    """One space between words, one line end between lines, nothing invisible."""
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = SPACES.sub(" ", text)
    lines = (line.strip() for line in text.split("\n"))
    text = "\n".join(line for line in lines if line and line not in {"-", "•", "·", "*"})
    return SPAM_TRAP.sub("", text).strip()


def _walk(node: LexborNode, parts: list[str]) -> None:
    child = node.first_child
    while child is not None:
        tag = child.tag
        if tag == "-text":
            parts.append((child.text_content or "").replace("\n", " "))
        elif tag == "br":
            parts.append("\n")
        elif tag not in SKIPPED and tag and not tag.startswith(("-", "_")):
            block = tag in BLOCKS
            if block:
                parts.append("\n- " if tag == "li" else "\n")
            _walk(child, parts)
            parts.append("\n" if block else "")
        child = child.next
