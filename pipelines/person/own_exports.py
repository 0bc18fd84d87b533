"""What a person can take home from elsewhere: a LinkedIn data export and a JSON Resume file.

Only files the person has downloaded are read; nothing is fetched.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.person.keeping import PersonRefused
from pipelines.person.profile import Evidence
from pipelines.person.resume import Line, grade_of, merged, propose
from pipelines.person.wording import say

MOST_BYTES = 50_000_000
MOST_UNPACKED = 20_000_000
"""Bytes of one list of an archive: thirty thousand contacts take about five million."""
CONTACT_COLUMNS = {
    "first": ("first name", "vorname", "prénom", "nombre", "nome", "voornaam", "imię"),
    "last": (
        "last name",
        "nachname",
        "nom",
        "nom de famille",
        "apellidos",
        "sobrenome",
        "cognome",
        "achternaam",
        "nazwisko",
    ),
    "company": ("company", "company name", "unternehmen", "firma", "entreprise", "empresa", "azienda", "bedrijf"),
    "position": ("position", "job title", "poste", "cargo", "posizione", "functie", "stanowisko"),
    "connected": (
        "connected on",
        "verbunden am",
        "vernetzt am",
        "en relation depuis",
        "conectado el",
        "fecha de conexión",
        "conectado em",
    ),
    "url": ("url", "profile url", "profil-url"),
}
"""Headings of Connections.csv in the languages that the export comes in."""
DATES = ("%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%y", "%b %d, %Y")


@dataclass(frozen=True, slots=True)
class Contact:
    """One person known. ``connected`` is None where the export's date could not be read."""

    name: str
    company: str
    position: str
    connected: date | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReadContacts:
    """What came of reading: contacts once each, and how many lines were left out, by reason."""

    contacts: list[Contact]
    left_out: dict[str, int]


def read_contacts(path: Path) -> ReadContacts:
    """Contacts from Connections.csv, with or without LinkedIn's preamble. Raises ``PersonRefused``."""
    try:
        rows = list(csv.reader(io.StringIO(_text(path, "Connections.csv")), delimiter=_delimiter(path)))
    except csv.Error as error:
        raise PersonRefused(say("resume.broken", path=path, error=error)) from None
    start = next((number for number, row in enumerate(rows) if len(_columns(row)) >= 3), None)
    if start is None:
        raise PersonRefused(say("contacts.no_heading", path=path))
    columns = _columns(rows[start])
    left_out: dict[str, int] = {}
    contacts: dict[tuple[str, str], Contact] = {}
    for row in rows[start + 1 :]:
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
        name = " ".join(f"{cells.get('first', '')} {cells.get('last', '')}".split())
        key = (name.casefold(), cells.get("company", "").casefold())
        if not name or key in contacts:
            reason = say("contacts.no_name") if not name else say("contacts.twice")
            left_out[reason] = left_out.get(reason, 0) + 1
            continue
        contacts[key] = Contact(
            name,
            cells.get("company", ""),
            cells.get("position", ""),
            _day(cells.get("connected", "")),
            cells.get("url", ""),
        )
    if not contacts:
        raise PersonRefused(say("contacts.none", path=path))
    return ReadContacts(list(contacts.values()), left_out)


def is_linkedin_export(path: Path) -> bool:
    """Whether a path is the export: its folder, its archive, or one of its tables."""
    if path.is_dir():
        return any((path / name).is_file() for name in ("Skills.csv", "Positions.csv", "Connections.csv"))
    if path.suffix.lower() == ".csv":
        return True
    return path.is_file() and zipfile.is_zipfile(path) and any(name.endswith(".csv") for name in _names(path))


def read_linkedin(path: Path) -> dict[str, Evidence]:
    """Skills with evidence from Positions.csv and Skills.csv of an export. Raises ``PersonRefused``."""
    positions, skills = _table(path, "Positions.csv"), _table(path, "Skills.csv")
    if positions is None and skills is None:
        raise PersonRefused(say("linkedin.nothing", path=path))
    lines: list[Line] = []
    for row in positions or []:
        until = _month(row.get("finished on", "")) or "now"
        for text in [row.get("title", ""), *row.get("description", "").splitlines()]:
            if text.strip():
                lines.append(Line(text.strip(), grade_of(text, "work"), until))
    named = [row.get("name", "") for row in skills or []]
    lines += [Line(name, "listed") for name in named if name.strip()]
    return merged([propose(lines), _by_name(named)])


def read_json_resume(path: Path) -> tuple[dict[str, Evidence], str, str]:
    """Skills with evidence, name and headline of a JSON Resume file. Raises ``PersonRefused``."""
    try:
        resume = json.loads(_text(path, path.name))
    except json.JSONDecodeError as error:
        raise PersonRefused(say("json_resume.not_json", path=path, line=error.lineno)) from None
    except (RecursionError, ValueError) as error:  # nested without end, or a number of thousands of digits
        raise PersonRefused(say("resume.broken", path=path, error=type(error).__name__)) from None
    if not isinstance(resume, dict) or not resume.keys() & {"basics", "work", "skills"}:
        raise PersonRefused(say("json_resume.other", path=path))
    lines: list[Line] = []
    for part, section in (
        ("work", "work"),
        ("volunteer", "project"),
        ("projects", "project"),
        ("education", "course"),
        ("certificates", "course"),
    ):
        for entry in _objects(resume, part):
            until = _month(str(entry.get("endDate") or entry.get("date") or "")) or (
                "now" if section != "course" else ""
            )
            lines += [Line(text, grade_of(text, section), until) for text in _texts(entry)]
    names = []
    for entry in _objects(resume, "skills"):
        keywords = entry.get("keywords")
        names += [str(entry.get("name") or ""), *map(str, keywords if isinstance(keywords, list) else ())]
    lines += [Line(name, "listed") for name in names if name.strip()]
    basics = resume.get("basics")
    basics = basics if isinstance(basics, dict) else {}
    return merged([propose(lines), _by_name(names)]), str(basics.get("name") or ""), str(basics.get("label") or "")


def _by_name(names: Iterable[str]) -> dict[str, Evidence]:
    """Skills that a list names: there, even a doubtful spelling such as Go can only mean the skill."""
    from pipelines.skills.compiled import load_catalogue

    catalogue = load_catalogue()
    found = {}
    for name in names:
        if name.strip() and (skill := catalogue.owner(name)):
            found[skill.counts_as] = Evidence("listed", name.strip())
    return found


def _objects(resume: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    rows = resume.get(part)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _texts(entry: Mapping[str, Any]) -> list[str]:
    """An entry's own words, one text per line."""
    texts: list[str] = []
    for name in (
        "position",
        "name",
        "summary",
        "description",
        "area",
        "studyType",
        "highlights",
        "courses",
        "keywords",
    ):
        value = entry.get(name)
        for text in value if isinstance(value, list) else [value]:
            texts += [line.strip() for line in str(text or "").splitlines() if line.strip()]
    return texts


def _table(path: Path, name: str) -> list[dict[str, str]] | None:
    """The rows of one table of the export with headings in lower case; None where the export lacks it."""
    if path.is_file() and path.suffix.lower() == ".csv" and path.name.casefold() != name.casefold():
        return None
    if path.is_dir() and not (path / name).is_file():
        return None
    if zipfile.is_zipfile(path) and not _member(path, name):
        return None
    rows = csv.DictReader(io.StringIO(_text(path, name)))
    try:
        return [
            {(key or "").strip().casefold(): value or "" for key, value in row.items() if isinstance(value, str)}
            for row in rows
        ]
    except csv.Error as error:
        raise PersonRefused(say("resume.broken", path=path, error=error)) from None


def _text(path: Path, name: str) -> str:
    """The text of a file, or of the one so named in a folder or archive."""
    file = path / name if path.is_dir() else path
    if not file.is_file():
        raise PersonRefused(say("resume.no_file", path=file))
    if file.stat().st_size > MOST_BYTES:
        raise PersonRefused(say("resume.too_large", path=file, most=MOST_BYTES // 1_000_000))
    if zipfile.is_zipfile(file):
        member = _member(file, name)
        with zipfile.ZipFile(file) as archive:
            if member is None:
                raise PersonRefused(say("linkedin.not_in_archive", path=path, name=name))
            if archive.getinfo(member).file_size > MOST_UNPACKED:
                raise PersonRefused(say("resume.too_large", path=path / member, most=MOST_UNPACKED // 1_000_000))
            content = _unpacked(archive, member, path)
    else:
        content = file.read_bytes()
    for encoding in ("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _unpacked(archive: zipfile.ZipFile, member: str, path: Path) -> bytes:
    try:
        return archive.read(member)
    except Exception as error:  # a broken archive makes the reader fail in countless ways
        raise PersonRefused(say("resume.broken", path=path, error=type(error).__name__)) from None


def _member(path: Path, name: str) -> str | None:
    return next((one for one in _names(path) if one.rpartition("/")[2].casefold() == name.casefold()), None)


def _names(path: Path) -> list[str]:
    """What an archive holds. Raises ``PersonRefused`` where it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except Exception as error:  # a broken archive makes the reader fail in countless ways
        raise PersonRefused(say("resume.broken", path=path, error=type(error).__name__)) from None


def _delimiter(path: Path) -> str:
    """Spreadsheets of some countries save with semicolons."""
    lines = _text(path, "Connections.csv").splitlines()
    heads = [line for line in lines[:20] if len(_columns(line.split(";"))) >= 3]
    return ";" if heads else ","


def _columns(row: list[str]) -> dict[str, int]:
    plain = [re.sub(r'["\ufeff]', "", cell).strip().casefold() for cell in row]
    return {
        name: plain.index(heading)
        for name, headings in CONTACT_COLUMNS.items()
        for heading in headings
        if heading in plain
    }


def _day(text: str) -> date | None:
    for form in DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _month(text: str) -> str:
    """2023-05 or 2023 from any of the forms in which exports write a month."""
    if found := re.match(r"(\d{4})(?:-(\d{2}))?", text):
        return f"{found[1]}-{found[2]}" if found[2] else found[1]
    for form in ("%b %Y", "%B %Y", "%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).strftime("%Y-%m")  # noqa: DTZ007 - a month has no zone
        except ValueError:
            continue
    return found[0] if (found := re.search(r"\d{4}", text)) else ""
