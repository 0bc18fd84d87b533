"""Strangers' bytes: every reader meets broken and hostile input, and answers with a named failure or with postings.

``FUZZ_EXAMPLES`` sets how many inputs each reader gets (30 in the suite). The inputs are our own recordings and rows,
broken in seeded ways: bits, cuts, repetitions, and JSON whose values changed their kind.
"""

import gzip
import json
import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import steps
from pipelines.__main__ import main
from pipelines.cleaning import clean_batch
from pipelines.cleaning.batch import READ
from pipelines.collect.foreign_rows import ImportRefused, read_rows
from pipelines.operation.runs import read_runs
from pipelines.skills.extraction import extract_batch
from spiders.boards import Board, BoardTableError, read_boards
from spiders.failures import BoardFailure, RecordBroken, kind_of
from spiders.finding import find_spiders
from spiders.pages.job_posting_schema import job_postings
from spiders.posting_checks import PostingChecks
from spiders.tally import Tally
from tests.operation_market import DAY, brought_up
from tests.torture.commands import published
from warehouse.month_packs import DamagedPack, read_manifest, unpack

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "30"))
RECORDED = Path(__file__).parent / "recorded"
HOSTILE = (
    None, True, -1, 1e308, 10**30, "", " ", "\x00", "\u202e", "\ud83d", "A" * 70_000, "<script>alert(1)</script>",
    "'; drop table posting; --", "=cmd|' /C calc'!A0", "../../../../etc/passwd", "%s%n{0.__class__}", [], {}, [[]],
    {"a": {"a": {"a": None}}}, ["x"] * 50, "0000-00-00", "9999-99-99T99:99:99Z", "NaN", "&#x110000;&#0;&lt;",
)  # fmt: skip
fuzzed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def broken(content: bytes, chance: random.Random) -> bytes:
    """The content after one to four accidents or attacks."""
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(ATTACKS)(content, chance)
    return content


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(min(len(changed), chance.randint(1, 8))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _repeated(content: bytes, chance: random.Random) -> bytes:
    first = chance.randint(0, len(content))
    part = content[first : first + chance.randint(0, 400)]
    return content[:first] + part * chance.randint(2, 40) + content[first:]


def _nested(content: bytes, chance: random.Random) -> bytes:
    depth = chance.choice((10, 2_000, 100_000))
    return content[: len(content) // 2] + chance.choice((b"[", b'{"a":', b"<div>", b"<![CDATA[")) * depth


def _changed_kind(content: bytes, chance: random.Random) -> bytes:
    """JSON with some values replaced; other content as it is."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return content
    places = list(_places(value))
    for _ in range(min(len(places), chance.randint(1, 5))):
        holder, key = chance.choice(places)
        try:
            holder[key] = chance.choice(HOSTILE)
        except (KeyError, IndexError):
            continue
    return json.dumps(value).encode("utf-8", "surrogatepass")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from _places(inner)


ATTACKS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flipped, _cut, _repeated, _nested, _changed_kind, _changed_kind, _changed_kind),
)


def recordings(platform: str) -> list[bytes]:
    """Our recordings of a platform; where there are none, those of others."""
    paths = [path for path in sorted(RECORDED.glob(f"{platform}/*")) if not path.name.endswith(".expected.jsonl")]
    paths = paths or [path for path in sorted(RECORDED.glob("*/*.json"))]
    return [path.read_bytes() for path in paths if path.stat().st_size] or [b"{}"]


@pytest.mark.parametrize("platform", sorted(find_spiders()))
def test_no_body_crashes_a_spider(platform: str) -> None:
    spider, bodies = find_spiders()[platform](), recordings(platform)
    board = Board(name="acme", platform=platform, token="acme")

    @fuzzed
    @given(st.integers(0, 2**32))
    def attack(seed: int) -> None:
        chance = random.Random(seed)
        body, tally = broken(chance.choice(bodies), chance), Tally()
        checks = PostingChecks(tally)
        try:
            for posting in spider.parse_body(board, body, "https://boards.example/acme", tally):
                if checks.accepts(posting):
                    orjson.dumps(posting)
        except (BoardFailure, RecordBroken) as failure:
            assert kind_of(failure) != "exception"

    attack()


ROWS = [
    {"id": n, "title": f"Clerk {n}", "firm": "Office", "text": "Excel and bookkeeping. " * 9, "day": "2026-08-01"}
    for n in range(5)
]
FILES = {
    "rows.json": orjson.dumps(ROWS),
    "rows.jsonl": b"\n".join(map(orjson.dumps, ROWS)),
    "rows.jsonl.gz": gzip.compress(b"\n".join(map(orjson.dumps, ROWS)), mtime=0),
    "rows.csv": b"id,title,firm\n" + b"".join(f'{n},"Clerk, {n}",Office\n'.encode() for n in range(5)),
    "rows.csv.gz": gzip.compress(b"id,title\n1,Clerk\n", mtime=0),
}


def test_a_skill_that_is_a_list_is_no_skill() -> None:
    """Found by fuzzing: a name that cannot be hashed ended the whole board."""
    spider = find_spiders()["arbeitsagentur"]()
    (body,) = (body for body in recordings("arbeitsagentur") if b"fertigkeiten" in body)
    advert = json.loads(body)
    for group in advert["fertigkeiten"]:
        group["auspraegungen"] = {"ZWINGEND": [["Excel"], {"name": "SQL"}, "Buchhaltung"]}
    board = Board(name="acme", platform="arbeitsagentur", token="acme")
    (posting,) = spider.parse_body(board, json.dumps(advert).encode(), "https://boards.example/acme", Tally())
    assert posting.tags == ["Buchhaltung"]


@pytest.mark.parametrize("names", ["a b", "a b c d e f g h"])
def test_items_with_several_names_in_one_another_do_not_double_without_end(names: str) -> None:
    """Found by fuzzing: eight kilobytes of a page became twenty-four gigabytes of its items."""
    posting = '<div itemscope itemtype="http://schema.org/JobPosting"><h1 itemprop="title">Clerk</h1>'
    place = f'<span itemprop="{names}" itemscope itemtype="http://schema.org/Place">'
    tally = Tally()
    assert job_postings(posting + place * 40, tally) == []
    assert tally.notes == {"broken_microdata": 1}
    (found,) = job_postings(posting + place * 3, Tally())
    assert found["a"]["b"]["a"] == {"@type": "http://schema.org/Place"}


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_foreign_file_crashes_the_import(name: str) -> None:
    @fuzzed
    @given(st.integers(0, 2**32))
    def attack(seed: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(broken(FILES[name], random.Random(seed)))
            left_out: Counter[str] = Counter()
            try:
                for row in read_rows(path, left_out):
                    assert isinstance(row, dict)
            except ImportRefused as refused:
                assert str(path) in str(refused)

    attack()


HTML = b"""<div><h3>Requirements</h3><ul><li>Three years of Python &amp; SQL</li><li>Kubernetes</li></ul><p>Write to
jane.doe@example.org or +33 1 23 45 67 89</p><table><tr><td>Excel</td></tr></table><!-- x --></div>"""


@fuzzed
@given(st.integers(0, 2**32))
def test_no_text_crashes_cleaning_or_extraction(seed: int) -> None:
    chance = random.Random(seed)
    text = broken(HTML * chance.randint(1, 6), chance).decode("utf-8", "replace")
    columns: dict[str, list[Any]] = {name: [None] for name in READ}
    texts = [value for value in HOSTILE if isinstance(value, str)]
    plain = {
        name: [chance.choice(texts).encode("utf-8", "replace").decode()] for name in ("title", "company", "posted_at")
    }
    columns |= {**plain, "description_html": [text], "posting_id": [1], "source": ["acme"], "platform": ["greenhouse"]}
    cleaned = clean_batch(pa.table(columns))
    assert cleaned["unreadable"][0].as_py() != "cleaning_failed"
    tags = pa.array([[]], pa.list_(pa.string()))
    hits = extract_batch(cleaned.select(["posting_id", "title", "text", "company"]).append_column("tags", tags))
    for hit in hits.to_pylist():
        source = cleaned["title" if hit["section"] == "title" else "text"][0].as_py()
        assert source[hit["start"] : hit["end"]] == hit["surface"]


@fuzzed
@given(st.integers(0, 2**32))
def test_no_table_pack_or_journal_crashes_its_reader(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "boards.toml"
        table.write_bytes(broken(b'[acme]\nplatform = "lever"\ntoken = "acme"\nexpect = {min = 1, max = 9}\n', chance))
        try:
            read_boards(table)
        except BoardTableError as error:
            assert str(table) in str(error)
        entry = b'{"file": "c", "sha256": "d", "content": "e", "bytes": 1}'
        manifest = b'{"pack": "a", "sha256": "b", "version": 1, "files": [' + entry + b"]}"
        (Path(folder) / "2026-08.month.json").write_bytes(broken(manifest, chance))
        pack = Path(folder) / "a.parquet"
        pack.write_bytes(broken(b"PAR1" + bytes(40) + b"PAR1", chance))
        for read in (lambda: read_manifest(Path(folder), "2026-08"), lambda: list(unpack(pack, [0]))):
            try:
                read()
            except DamagedPack as error:
                assert folder in str(error)
        (Path(folder) / "runs.jsonl").write_bytes(
            broken(b'{"run": "a", "what": "b", "begun": "c", "process": 1}\n', chance)
        )
        read_runs(Path(folder), at_work=False)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/b", "..", "A", "x y", "x\0", ""])
def test_no_name_leads_out_of_landing(tmp_path: Path, name: str) -> None:
    table = tmp_path / "boards.toml"
    table.write_text(f'{json.dumps(name)} = {{platform = "lever", token = "acme"}}\n')
    with pytest.raises(BoardTableError):
        read_boards(table)
    rows = tmp_path / "rows.csv"
    rows.write_bytes(FILES["rows.csv"])
    where = ["--data", str(tmp_path / "data"), "--map", "native_id=id,title=title"]
    assert main(["import", str(rows), "--source", name, *where]) == 2
    assert not list(tmp_path.glob("data/**/*.gz"))


def test_names_and_slices_are_values_never_sql(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = brought_up(tmp_path / "data")
    before = published(config.data)
    where = ["--data", str(config.data)]
    for attack in (
        "x' or '1'='1",
        "x'; drop table posting; --",
        'x"); drop table posting; --',
        "$1",
        "x' union select 1",
    ):
        main(["changes", "--slice", attack, "--later", "2026-08", "--earlier", "2026-07", *where])
        main(["sql", "--question", "who_asks_for", "--set", f"skill={attack}", *where])
        main(["report", "--skill", attack, "--today", str(DAY), *where])
    for attack in (
        "drop table posting",
        "attach '/etc/passwd'",
        "copy posting to '/tmp/stolen.csv'",
        "from read_text('/etc/passwd')",
    ):
        assert main(["sql", attack, *where]) == 1
    assert published(config.data) == before
    assert not Path("/tmp/stolen.csv").exists()  # noqa: S108  where the attack would have put it
    assert "root:" not in capsys.readouterr().out
    steps.publish(config)
