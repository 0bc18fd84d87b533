"""A résumé's file as plain text, one line per paragraph or list item: PDF, Word, Markdown or text.

What the lines mean belongs in ``resume``. Nothing here follows a link or opens a connection.
"""

import logging
import re
import zipfile
from pathlib import Path
from typing import Any

from pipelines.person.keeping import PersonRefused
from pipelines.person.resume_columns import untangled
from pipelines.person.wording import say

MOST_PAGES = 30
MOST_BYTES = 20_000_000
LONGEST_ROW = 2_000
"""Letters; a longer row is taken as several, since expressions that look ahead would never end on it."""
FEWEST_LETTERS = 40
"""A file with fewer holds pictures of text, or nothing."""
NO_LETTER = re.compile(r"\(cid:\d+\)")
"""What a PDF reader writes for a sign that has no letter, mostly a bullet."""
BULLET = re.compile(r"^[\s\u2022\u2023\u25aa\u25cf\u25e6\u2043\u00b7\uf0b7*\-\u2013\u2014]+(?=\S)")
ITEM = "\u2022 "
"""How a list item begins, whatever mark the file had."""
ENDS_WORD = re.compile(r"[\w\u00ad]-$")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def resume_text(path: Path) -> str:
    """The text of a résumé. Raises ``PersonRefused`` where it cannot be read, saying why and what to do."""
    if not path.is_file():
        raise PersonRefused(say("resume.no_file", path=path))
    if not path.stat().st_size:
        raise PersonRefused(say("resume.empty", path=path))
    if path.stat().st_size > MOST_BYTES:
        raise PersonRefused(say("resume.too_large", path=path, most=MOST_BYTES // 1_000_000))
    head = path.read_bytes()[:8]
    # Browsers and mail programs lose or change suffixes; a file's first bytes do not lie.
    if head.startswith(b"%PDF"):
        text = _short_rows(_pdf(path))
    elif head.startswith(b"PK"):
        text = _short_rows(_docx(path))
    elif head.startswith(b"\xd0\xcf\x11\xe0") or head.startswith(b"{\\rtf"):
        raise PersonRefused(say("resume.old_word", path=path))
    else:
        text = _plain(path)
    if sum(letter.isalpha() for letter in text) < FEWEST_LETTERS:
        raise PersonRefused(say("resume.no_text", path=path))
    return tidy(text)


def _short_rows(text: str) -> str:
    return re.sub(rf"[^\n]{{{LONGEST_ROW}}}(?=[^\n])", r"\g<0>\n", text)


def tidy(text: str) -> str:
    """One line per thought: one sort of bullet, no soft hyphens, lines that a page broke in two joined again."""
    lines: list[str] = []
    text = NO_LETTER.sub("\u2022", text.replace("\u00ad", "").replace("\u00a0", " ").replace("\ufffe", ""))
    for raw in re.sub(r"^[ \t]*\u2022[ \t]*\n\s*", ITEM, text, flags=re.M).splitlines():
        line = " ".join(raw.split())
        bare = BULLET.sub("", line)
        starts_anew = bare != line
        if lines and lines[-1] and bare and not starts_anew and _continues(lines[-1], bare):
            lines[-1] = lines[-1][:-1] + bare if ENDS_WORD.search(lines[-1]) else f"{lines[-1]} {bare}"
        else:
            lines.append(ITEM + bare if starts_anew and bare else bare)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _continues(before: str, line: str) -> bool:
    """Whether a line goes on with the sentence of the one before: that ended openly, and this begins small."""
    if before[-1] in ",&":
        return True
    return line[0].islower() and (before[-1] not in ".:;!?" or ENDS_WORD.search(before) is not None)


def _pdf(path: Path) -> str:
    from pdfminer.high_level import extract_text
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with path.open("rb") as file:
            pages = 0
            for pages, _ in enumerate(PDFPage.get_pages(file), 1):
                if pages > MOST_PAGES:
                    raise PersonRefused(say("resume.too_many_pages", path=path, most=MOST_PAGES))
        # The layout is read from where the words stand, so columns stay apart whatever order they were drawn in.
        return str(extract_text(path, laparams=LAParams(boxes_flow=0.5)))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise PersonRefused(say("resume.encrypted", path=path)) from None
    except PersonRefused:
        raise
    except Exception as error:  # a broken PDF makes the reader fail in countless ways
        raise PersonRefused(say("resume.broken", path=path, error=type(error).__name__)) from None


def _docx(path: Path) -> str:
    from docx import Document

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > 10 * MOST_BYTES:
                raise PersonRefused(say("resume.too_large", path=path, most=MOST_BYTES // 1_000_000))
        document = Document(str(path))
    except PersonRefused:
        raise
    except Exception as error:  # not a Word file, or a broken one
        raise PersonRefused(say("resume.broken", path=path, error=type(error).__name__)) from None
    return "\n".join(_word_lines(document.element.body))


def _word_lines(element: Any) -> list[str]:
    """Paragraphs in reading order: a table that lays out columns is read column by column."""
    lines: list[str] = []
    for child in element:
        if child.tag == f"{WORD}tbl":
            rows = [[cell for cell in row if cell.tag == f"{WORD}tc"] for row in child if row.tag == f"{WORD}tr"]
            for column in range(max((len(row) for row in rows), default=0)):
                for row in rows:
                    if column < len(row):
                        lines += _word_lines(row[column])
        elif child.tag == f"{WORD}p":
            boxes = list(child.iter(f"{WORD}txbxContent"))
            lines.append((ITEM if _is_item(child) else "") + _paragraph(child, boxes))
            # Word stores a text box twice, once for old programs; the second copy says nothing new.
            for box in boxes[:1]:
                lines += _word_lines(box)
        elif child.tag in {f"{WORD}sdt", f"{WORD}sdtContent"}:
            lines += _word_lines(child)
    return lines


def _is_item(paragraph: Any) -> bool:
    style = next(paragraph.iter(f"{WORD}pStyle"), None)
    named = str(style.get(f"{WORD}val", "")) if style is not None else ""
    return named.startswith("List") or next(paragraph.iter(f"{WORD}numPr"), None) is not None


def _paragraph(paragraph: Any, boxes: list[Any]) -> str:
    boxed = {id(node) for box in boxes for node in box.iter()}
    text = []
    for node in paragraph.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br"):
        if id(node) not in boxed:
            text.append(node.text or "" if node.tag == f"{WORD}t" else "\n" if node.tag == f"{WORD}br" else " ")
    return "".join(text)


def _plain(path: Path) -> str:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise PersonRefused(say("resume.not_text", path=path))
    text = _short_rows(text)
    return _unmarked(text) if path.suffix.lower() in {".md", ".markdown"} else untangled(text)


def _unmarked(text: str) -> str:
    """Markdown without its marks; a table's columns are read one after the other."""
    lines: list[str] = []
    table: list[list[str]] = []
    for raw in [*text.splitlines(), ""]:
        if raw.lstrip().startswith("|"):
            cells = [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", raw.strip().strip("|"))]
            if not all(re.fullmatch(r":?-*:?", cell) for cell in cells):
                table.append(cells)
            continue
        for column in range(max((len(row) for row in table), default=0)):
            for row in table:
                cell = row[column] if column < len(row) else ""
                lines += re.split(r"<br ?/?>", cell) if cell else []
        table = []
        lines.append(raw)
    text = "\n".join(lines)
    text = re.sub(r"!?\[([^\]]{0,500})\]\([^)]{0,2000}\)", r"\1", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    text = re.sub(r"^\s{0,3}#{1,6}\s*(.*?)\s*#*$", r"\n\1", text, flags=re.M)
    return re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", text)
