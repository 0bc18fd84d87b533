"""Real recorded responses, where the shared folder is present: no posting lost, no unknown key unexplained.

Each file's own count stands in the table of the folder's README; what was read must account for all of it.
"""

import re
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.finding import find_spiders
from spiders.posting_checks import PostingChecks
from spiders.tally import Tally

FOLDERS = {
    "greenhouse": "greenhouse",
    "lever": "lever",
    "ashby": "ashby",
    "hn": "hacker_news",
    "jsonld": "job_pages",
    "rebase": "job_pages",
}
OTHER_ENDPOINTS = {
    "greenhouse/ehddd-departments.json": "the tree of departments, which is not asked for",
    "hn/thread-page.html": "the page that people read, which is not asked for",
}
LEFT_OUT_ON_PURPOSE = ("unlisted", "reply", "deleted")
ROW = re.compile(r"^\| (\S+) \| (\S+) \| (\d+) \|")


def counts(shared: Path) -> dict[str, int]:
    """Postings by file, for what was really recorded from the platforms that are read here."""
    found = {}
    for line in (shared / "recorded" / "README.md").read_text(encoding="utf-8").splitlines():
        row = ROW.match(line)
        if row and row[2] in {"real", "trimmed", "anonymised"} and row[1].split("/")[0] in FOLDERS:
            found[row[1]] = int(row[3])
    return {
        name: count
        for name, count in found.items()
        if name not in OTHER_ENDPOINTS and name.endswith((".json", ".html"))
    }


def read(spider: BoardSpider, body: bytes, url: str) -> Tally:
    tally = Tally()
    checks = PostingChecks(tally)
    board = Board(name="recorded", platform=spider.name, token="recorded")
    for posting in spider.parse_body(board, body, url, tally):
        checks.accepts(posting)
    return tally


def test_every_recorded_response_is_read_to_the_last_posting(shared: Path) -> None:
    spiders = find_spiders()
    expected = counts(shared)
    assert len(expected) > 60
    unknown: Counter[str] = Counter()
    wrong = []
    for name, count in expected.items():
        platform = FOLDERS[name.split("/")[0]]
        body = (shared / "recorded" / name).read_bytes()
        tally = read(spiders[platform](), body, f"https://recorded.example/jobs/{Path(name).name}")
        unknown.update({f"{platform} {key}": number for key, number in tally.unknown_fields.items()})
        read_in_all = tally.items + sum(tally.notes[reason] for reason in LEFT_OUT_ON_PURPOSE)
        if read_in_all != count or tally.dropped:
            wrong.append((name, count, tally.items, dict(tally.notes), dict(tally.dropped), tally.first_error))
    assert not wrong
    assert not unknown


def test_a_whole_recorded_site_is_read(shared: Path) -> None:
    """Page by page: each advert's page gives one posting with a title, a text and a day."""
    spider = find_spiders()["job_pages"]()
    total: Counter[str] = Counter()
    with tarfile.open(shared / "recorded" / "jsonld" / "rebase-site.tar.xz") as site:
        for member in site:
            handle = site.extractfile(member)
            if handle is None or not member.name.startswith("jobs/"):
                continue
            tally = read(spider, handle.read(), f"https://recorded.example/{member.name}")
            assert tally.items == 1, member.name
            assert not tally.dropped
            assert not tally.unknown_fields
            total.update(tally.filled)
    assert total["posted_at"] == 875
    assert total["description"] == 875


@pytest.mark.slow
def test_every_recorded_state_of_a_board_is_read(shared: Path) -> None:
    spiders = find_spiders()
    states = 0
    for folder in ("greenhouse", "lever"):
        for bundle in sorted((shared / "recorded" / folder).glob("series-*.tar.xz")):
            with tarfile.open(bundle) as bodies:
                for member in bodies:
                    handle = bodies.extractfile(member)
                    if handle is None or "metadata" in member.name or not member.name.endswith(".json"):
                        continue
                    tally = read(spiders[folder](), handle.read(), member.name)
                    assert tally.items, member.name
                    assert not tally.dropped, member.name
                    assert not tally.unknown_fields, member.name
                    states += 1
    assert states > 50
