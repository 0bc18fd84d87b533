"""A person's own files are strangers' bytes too: résumés and exports that are broken or built to harm.

Each reader answers with what it read or with ``PersonRefused``, in a bounded time. ``FUZZ_EXAMPLES`` sets how many
inputs each gets.
"""

import contextlib
import io
import random
import re
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.person.interview import read_stories
from pipelines.person.keeping import PersonRefused, read_records
from pipelines.person.learning_catalogue import read_learning
from pipelines.person.network import people, week
from pipelines.person.own_exports import read_contacts, read_json_resume, read_linkedin
from pipelines.person.profile import read_profile
from pipelines.person.resume import propose, read_lines
from pipelines.person.resume_text import resume_text
from pipelines.person.weekly_actions import steps_of_month
from pipelines.skills.compiled import load_catalogue
from tests.made_resumes import RESUMES, make
from tests.test_hostile_input import broken, fuzzed

MOST_SECONDS = 60.0
"""For one small file, on a busy machine: what needs longer would hang a person's command."""
PREAMBLE = "Notes:\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
CONTACTS = (PREAMBLE + "Ola,Nord,https://example.org/ola,,Acme,Head of things,04 Mar 2021\n").encode()
POSITIONS = b"Company Name,Title,Description,Finished On\nAcme,Clerk,Kept books in Excel and SQL,Mar 2021\n"
JSON_RESUME = orjson.dumps(
    {
        "basics": {"name": "Ola Nord", "label": "Clerk"},
        "work": [{"position": "Clerk", "summary": "Kept books in Excel", "highlights": ["SQL"], "endDate": "2021-03"}],
        "education": [{"area": "Statistics", "courses": ["R"], "endDate": "2018"}],
        "skills": [{"name": "Databases", "keywords": ["SQL", "Postgres"]}],
    }
)
STORIES = b'[[story]]\ntitle = "Night shift"\nskills = ["triage"]\nbehaviours = ["failure"]\ntask = "We had SQL"\n'
LEARNING = b'checked = 2026-01-01\n[ways]\nsql = [["course", "A", "https://a.example/"]]\n[effort]\nsql = "days"\n'
TOUCHES = b'{"day": "2026-10-02", "name": "Ola Nord", "gave": "a tip", "every": 20, "support": true}\n' * 2
LOG = b'{"day": "2026-11-02", "kind": "applied", "employer": "Acme", "role": "Clerk"}\n' * 3
HOSTILE_VALUES = (
    b"-1", b"1e308", b"nan", b"true", b"2026-01-01", b'""', b"'\\u202e'", b'"' + b"A" * 70_000 + b'"', b"[]", b"[[]]",
    b"{}", b"{a = {b = 1}}", b'["x", 1]', b'[["course", "A", "https://[a"]]',
)  # fmt: skip
PROFILE = b'[target]\nrole = "data_analyst"\nlevel = "senior"\n\n[skills.sql]\nkind = "work"\nuntil = "2024-03"\n'


def archive(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(f"{name}.csv", content)
    return packed.getvalue()


def repacked(content: bytes, chance: random.Random) -> bytes:
    """A broken archive, or a whole one with one member broken: the attack then reaches the reader behind it."""
    if not content.startswith(b"PK") or chance.random() < 0.3:
        return broken(content, chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        struck = chance.choice(before.namelist())
        for name in before.namelist():
            after.writestr(name, broken(before.read(name), chance) if name == struck else before.read(name))
    return packed.getvalue()


def retyped(content: bytes, chance: random.Random) -> bytes:
    """A TOML file with one or two values of another kind."""
    for _ in range(chance.randint(1, 2)):
        value = chance.choice(HOSTILE_VALUES)
        place = chance.choice(list(re.finditer(rb"(?<= = )[^\n]*", content)))
        content = content[: place.start()] + value + content[place.end() :]
    return content


def attacked(read: Callable[[Path], object], name: str, content: bytes) -> None:
    @fuzzed
    @given(st.integers(0, 2**32))
    def attack(seed: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            chance = random.Random(seed)
            is_retyped = path.suffix == ".toml" and chance.random() < 0.5
            path.write_bytes((retyped if is_retyped else repacked)(content, chance))
            begun = time.process_time()
            with contextlib.suppress(PersonRefused):
                read(path)
            assert time.process_time() - begun < MOST_SECONDS

    attack()


@pytest.mark.parametrize("suffix", ["txt", "md", "docx", "pdf"])
def test_no_resume_crashes_its_reader(suffix: str, tmp_path: Path) -> None:
    content = make(RESUMES[0], suffix, 2, tmp_path).read_bytes()
    attacked(lambda path: propose(read_lines(resume_text(path))), f"resume.{suffix}", content)


EXPORTS: dict[str, tuple[Callable[[Path], object], str, bytes]] = {
    "contacts": (read_contacts, "Connections.csv", CONTACTS),
    "positions": (read_linkedin, "Positions.csv", POSITIONS),
    "skills": (read_linkedin, "Skills.csv", b"Name\nExcel\nSQL\n"),
    "archive": (read_linkedin, "export.zip", archive(Positions=POSITIONS, Skills=b"Name\nSQL\n", Connections=CONTACTS)),
    "archived contacts": (read_contacts, "export.zip", archive(Connections=CONTACTS)),
    "json": (read_json_resume, "resume.json", JSON_RESUME),
    "profile": (read_profile, "person.toml", PROFILE),
    "stories": (lambda path: read_stories(path, lambda text: ()), "stories.toml", STORIES),
    "learning": (lambda path: read_learning(path, load_catalogue().skills), "learning.toml", LEARNING),
    "touches": (lambda path: week(people([], read_records(path)), [], date(2026, 11, 9)), "contacts.jsonl", TOUCHES),
    "log": (lambda path: steps_of_month(read_records(path), date(2026, 11, 9)), "log.jsonl", LOG),
}


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_no_export_or_profile_crashes_its_reader(name: str) -> None:
    attacked(*EXPORTS[name])


ENDLESS = {
    "lists": "[" * 3_000,
    "tables": "{a=" * 3_000,
    "a number": "1" * 5_000,
    "dots": "1\nb" + ".b" * 3_000 + " = 1",
}


@pytest.mark.parametrize("name", ["profile", "stories", "learning"])
@pytest.mark.parametrize("kind", sorted(ENDLESS))
def test_a_table_without_end_is_refused(name: str, kind: str, tmp_path: Path) -> None:
    """Found by fuzzing: lists in lists are more than the reader of TOML follows, and its error is none of TOML's."""
    read, file, _ = EXPORTS[name]
    path = tmp_path / file
    path.write_text(f"a = {ENDLESS[kind]}\n")
    with pytest.raises(PersonRefused, match=re.escape(str(path))):
        read(path)


def test_an_archive_that_says_it_begins_before_its_file_is_refused(tmp_path: Path) -> None:
    """The place of the directory is stated a thousand bytes late: seeking its lists is the system's own error."""
    content = archive(Connections=CONTACTS)
    end = content.index(b"PK\x05\x06")
    stated = int.from_bytes(content[end + 16 : end + 20], "little") + 1_000
    path = tmp_path / "export.zip"
    path.write_bytes(content[: end + 16] + stated.to_bytes(4, "little") + content[end + 20 :])
    for read in (read_contacts, read_linkedin):
        with pytest.raises(PersonRefused):
            read(path)


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(archive(Connections=bytes(30_000_000), Positions=bytes(30_000_000)))
    assert path.stat().st_size < 200_000
    for read in (read_contacts, read_linkedin):
        with pytest.raises(PersonRefused, match="20"):
            read(path)
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in ("[Content_Types].xml", "word/document.xml"):
            bomb.writestr(name, bytes(120_000_000))
    with pytest.raises(PersonRefused):
        resume_text(tmp_path / "bomb.docx")
