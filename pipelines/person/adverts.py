"""One advert that the person brings: a file, pasted text, or an address that is looked up here. Nothing is fetched."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.person.keeping import PersonRefused
from pipelines.person.market import read_advert
from pipelines.person.wording import say

ADDRESS = re.compile(r"https?://[^\s<>\"']+")
FEWEST_LETTERS = 60
MARKUP = re.compile(r"<(?:html|body|div|p|li|br|ul)\b", re.I)


@dataclass(frozen=True, slots=True)
class Advert:
    """The text of one advert, and its title and employer where known."""

    title: str
    text: str
    company: str | None


def read_given_advert(given: str, published: Path, read_input: Callable[[], str]) -> Advert:
    """The advert meant by ``given``: ``-`` (pasted text), an address, a file of text or HTML, or a link file.

    Raises ``PersonRefused`` where nothing can be read, or an address is not in the warehouse.
    """
    if given == "-":
        return _from_text(read_input(), "-")
    if ADDRESS.fullmatch(given):
        return _from_warehouse(given, published)
    path = Path(given).expanduser()
    if not path.is_file():
        raise PersonRefused(say("resume.no_file", path=path))
    if path.suffix.lower() in {".pdf", ".docx"}:
        from pipelines.person.resume_text import resume_text

        return _from_text(resume_text(path), given)
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if path.suffix.lower() in {".url", ".webloc", ".desktop"} or ADDRESS.fullmatch(text.strip()):
        # A .webloc names the address of its own form before the one it holds.
        found = [one for one in ADDRESS.findall(text) if "apple.com/DTDs" not in one]
        if not found:
            raise PersonRefused(say("advert.no_address", path=path))
        return _from_warehouse(found[0], published)
    return _from_text(text, given)


def _from_warehouse(url: str, published: Path) -> Advert:
    row = read_advert(published, url)
    if row is None:
        raise PersonRefused(say("advert.not_known", url=url))
    return Advert(row["title"] or "", row["text"] or "", row["company"])


def _from_text(text: str, given: str) -> Advert:
    from pipelines.cleaning.html_text import text_from_html, text_from_plain

    if "\x00" in text:
        raise PersonRefused(say("advert.not_text", path=given))
    plain = text_from_html(text) if MARKUP.search(text) else text_from_plain(text)
    if sum(letter.isalpha() for letter in plain) < FEWEST_LETTERS:
        raise PersonRefused(say("advert.empty", path=given))
    return Advert("", plain, None)
