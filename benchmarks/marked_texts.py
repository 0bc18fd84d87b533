"""Gathers the texts of the adverts that were marked or whose mentions were labelled: the project holds only their ids.

usage: python benchmarks/marked_texts.py SHARED > texts.jsonl

SHARED is the folder of corpora and recorded boards. The lines {id, title, text, company} are what `skilltide skills
evaluate TEXTS --marked tests/skills/marked.toml` and ``train_weights.py`` read. Ids that were not found are named on
standard error, and the code is then 1.
"""

import contextlib
import html
import json
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from pipelines.cleaning.html_text import body_text

HOUSE = Path(__file__).parents[1]
Advert = tuple[str, str, str, str | None, str | None]
"""The id, title, company, HTML and plain text."""


def members(path: Path, ending: str) -> Iterator[tuple[str, bytes]]:
    """The files of an archive with their names."""
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.name.endswith(ending) else None
            if content:
                yield Path(member.name).stem, content.read()


def read(path: Path) -> Any:
    """A recorded answer."""
    return json.loads(path.read_bytes())


def from_corpora(corpora: Path) -> Iterator[Advert]:
    """Whole boards of Ashby, adverts for AI roles, and the last day of a feed for graduates."""
    for company, board in members(corpora / "ashby-2025-10-28.tar.xz", ".json"):
        for job in json.loads(board).get("jobs", ()):
            markup, plain = job.get("descriptionHtml"), job.get("descriptionPlain")
            yield f"ashby:{job['id']}", job["title"], unquote(company), markup, plain
    for name, content in members(corpora / "ai-roles-2026-02.tar.xz", ".yaml"):
        # Some of these files are no YAML, or have no title; none of those was marked.
        with contextlib.suppress(yaml.YAMLError, KeyError):
            role = yaml.safe_load(content)
            yield f"ai-roles:{name.split('_')[0]}", role["title"], role["company"], None, role["description"]
    for job in json.loads(max(members(corpora / "feed-newgrad-2026.tar.xz", ".json"))[1])["jobs"]:
        yield f"newgrad:{job['job_id']}", job["title"], job["company"], None, job["description"]


def from_recorded(recorded: Path) -> Iterator[Advert]:
    """Recorded answers of boards and feeds."""
    for job in read(recorded / "themuse" / "lcarlini-202.json")["jobs"]:
        yield f"muse:{job['id']}", job["name"], job["company"]["name"], job["contents"], None
    for name in ("full-2026-03-17", "full-2026-05-16"):
        for job in read(recorded / "remoteok" / f"{name}.json")[1:]:
            yield f"remoteok:{job['id']}", job["position"], job["company"], job["description"], None
    for company, name in (("impact", "impact-20260822T1301"), ("luno", "luno-20260808T1957")):
        for job in read(recorded / "greenhouse" / "series" / f"{name}.json")["jobs"]:
            yield f"gh:{job['id']}", job["title"], company, html.unescape(job["content"]), None
    for job in read(recorded / "lever" / "matchgroup-full.json"):
        lists = "".join(f"<h3>{part['text']}</h3><ul>{part['content']}</ul>" for part in job["lists"])
        yield f"lever:{job['id']}", job["text"], "matchgroup", job["description"] + lists, None
    for job in read(recorded / "himalayas" / "page-2026-05.json")["jobs"]:
        yield f"himalayas:{job['guid']}", job["title"], job["companyName"], job["description"], None


def main() -> int:
    """Write the lines."""
    shared = Path(sys.argv[1])
    marks = tomllib.loads((HOUSE / "tests" / "skills" / "marked.toml").read_text(encoding="utf-8"))["advert"]
    mentions = (HOUSE / "benchmarks" / "mentions.tsv").read_text(encoding="utf-8").splitlines()
    mentioned = {line.split("\t")[0] for line in mentions}
    missing = {row["id"] for row in marks} | mentioned
    for name, title, company, markup, plain in chain(
        from_corpora(shared / "corpora"), from_recorded(shared / "recorded")
    ):
        if name in missing:
            missing.remove(name)
            # Mentions are places, and were labelled in the plain text where a source gives both.
            text = body_text(None if plain and name in mentioned else markup, plain).text
            print(json.dumps({"id": name, "title": title, "text": text, "company": company}))
    for name in sorted(missing):
        print(f"not found: {name}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
