"""The market in a box: always the same bytes, real wire formats, and a truth that the observatory must find."""

import dataclasses
import gzip
import hashlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pytest

from demo.adverts import HOSTILE_TITLES
from demo.answers import Answers
from demo.boards import board_table, read_broken_boards
from demo.days import DEMO_TODAY, crawl_moment, snapshot_days
from demo.history import postings
from demo.landing import FIELDS, LOCATION_FIELDS, write_crawl
from demo.listings import Listings
from demo.market import Market, build_market
from demo.truth import planted_truth
from demo.writing import Writer, as_html
from pipelines.cleaning.html_text import body_text
from pipelines.collect.landing import CrawlRecord, keep
from pipelines.skills.extraction import extract
from spiders.boards import Board, read_boards
from spiders.finding import find_spiders
from spiders.items import Location, Posting
from spiders.posting_checks import PostingChecks
from spiders.tally import Tally

HOUSE = Path(__file__).parents[1]
ORIGIN = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def market() -> Market:
    return build_market()


@pytest.fixture(scope="module")
def truth(market: Market) -> dict[str, Any]:
    return planted_truth(market)


def demo(*arguments: str, hash_seed: str = "0") -> bytes:
    """Run the market's command line in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-m", "demo", *arguments]
    return subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, check=True).stdout


@contextmanager
def served() -> Iterator[str]:
    """The market's server as its origin."""
    command = [sys.executable, "-m", "demo", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield json.loads(server.stdout.readline())["origin"]
        finally:
            server.terminate()


def read_by_spider(platform: str, source: str, body: bytes, url: str = ORIGIN) -> tuple[list[dict[str, Any]], Tally]:
    """What the platform's spider makes of a body, as plain data."""
    tally = Tally()
    checks = PostingChecks(tally)
    board = Board(name=source, platform=platform, token=source)
    found = find_spiders()[platform]().parse_body(board, body, url, tally)
    return [dataclasses.asdict(posting) for posting in found if checks.accepts(posting)], tally


# Always the same.


def test_truth_is_the_same_under_any_hash_seed() -> None:
    assert demo("truth", hash_seed="1") == demo("truth", hash_seed="2")


@pytest.mark.slow
def test_history_is_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    digests = []
    for seed in ("1", "77"):
        demo("history", "--out", str(tmp_path / seed), hash_seed=seed)
        files = sorted(path for path in (tmp_path / seed).rglob("*") if path.is_file())
        digest = hashlib.sha256()
        for path in files:
            digest.update(path.relative_to(tmp_path / seed).as_posix().encode() + path.read_bytes())
        assert len(files) > 3000
        digests.append(digest.hexdigest())
    assert digests[0] == digests[1]


def test_another_seed_is_another_market(market: Market) -> None:
    other = build_market(7)
    assert [vacancy.title for vacancy in other.vacancies[:500]] != [vacancy.title for vacancy in market.vacancies[:500]]
    assert set(other.sources) == set(market.sources)


# The forms.


def test_postings_have_the_fields_of_the_contract() -> None:
    assert tuple(field.name for field in dataclasses.fields(Posting)) == FIELDS
    assert tuple(field.name for field in dataclasses.fields(Location)) == LOCATION_FIELDS


def test_landing_files_are_those_that_a_crawl_leaves(tmp_path: Path, market: Market) -> None:
    day = snapshot_days()[60]
    lines = [orjson.dumps(row) + b"\n" for row in postings(market, "elmstack", day)]
    filled = {"description": len(lines), "posted_at": len(lines), "locations": len(lines), "salary": 3}
    write_crawl(tmp_path / "ours", "elmstack", "ashby", crawl_moment(day), lines, filled)
    (record_path,) = (tmp_path / "ours" / "elmstack").glob("*.crawl.json")
    record = CrawlRecord(**json.loads(record_path.read_bytes()))
    (tmp_path / "lines").write_bytes(b"".join(lines))
    bare = dataclasses.replace(record, file=None, sha256=None)
    assert keep(tmp_path / "theirs", bare, tmp_path / "lines", crawl_moment(day)) == record
    ours, theirs = (
        {path.name: path.read_bytes() for path in (tmp_path / side / "elmstack").iterdir()}
        for side in ("ours", "theirs")
    )
    assert ours == theirs
    # "seen" helps the judge to tell boards apart; history is not judged, so it is empty there.
    assert record.stats.keys() == Tally().as_stats("finished", 1.0).keys() - {"items"}


@pytest.mark.parametrize(
    ("platform", "source", "target"),
    [
        ("greenhouse", "quillbrook", "/v1/boards/quillbrook/jobs"),
        ("greenhouse", "northlight", "/v1/boards/northlight/jobs"),
        ("lever", "harrowgate", "/v0/postings/harrowgate"),
        ("ashby", "ashgrove", "/posting-api/job-board/ashgrove"),
        ("ashby", "brightmoor", "/posting-api/job-board/brightmoor"),
    ],
)
def test_spiders_read_what_history_holds(market: Market, platform: str, source: str, target: str) -> None:
    for day in (snapshot_days()[70], DEMO_TODAY):
        answer = Answers(market).answer(target, {}, day, ORIGIN)
        found, tally = read_by_spider(platform, source, answer.body)
        expected = list(postings(market, source, day))
        for row in expected:
            # The spider takes the employer's name from the board table, which a recorded body does not have.
            row["company"] = row["company"] if platform == "greenhouse" else None
        assert found == expected
        assert not tally.unknown_fields
        assert tally.dropped == ({"broken_record": 1} if source == "brightmoor" else {})


@pytest.mark.parametrize("source", ["monthly_thread", "evening_thread"])
def test_threads_read_as_history_holds_them(market: Market, source: str) -> None:
    answers, form = Answers(market), market.sources[source].quirk
    if form == "algolia":
        hits = json.loads(answers.answer(f"/{source}/api/v1/search_by_date", {}, DEMO_TODAY, ORIGIN).body)["hits"]
        threads = [hit["objectID"] for hit in hits if "is hiring" in hit["title"]][:2]
        targets = [f"/{source}/api/v1/items/{thread}" for thread in threads]
    else:
        user = json.loads(answers.answer(f"/{source}/v0/user/whoishiring.json", {}, DEMO_TODAY, ORIGIN).body)
        items = [f"/{source}/v0/item/{story}.json" for story in user["submitted"][:4]]
        stories = [json.loads(answers.answer(item, {}, DEMO_TODAY, ORIGIN).body) for item in items]
        targets = [
            f"/{source}/v0/item/{kid}.json"
            for story in stories
            if "is hiring" in story["title"]
            for kid in story["kids"]
        ]
    found, notes = [], Counter[str]()
    for target in targets:
        rows, tally = read_by_spider("hacker_news", source, answers.answer(target, {}, DEMO_TODAY, ORIGIN).body)
        found += rows
        notes += tally.notes
        assert not tally.unknown_fields
    expected = list(postings(market, source, DEMO_TODAY))
    assert sorted(found, key=lambda row: row["native_id"]) == sorted(expected, key=lambda row: row["native_id"])
    # In the tree a reply hangs below its advert, where no advert is looked for.
    assert notes == ({} if form == "algolia" else {"deleted": 2})


@pytest.mark.parametrize("source", ["hollowell", "tannerby", "waypost"])
def test_job_pages_read_as_history_holds_them(market: Market, source: str) -> None:
    answers = Answers(market)
    from demo.wire import job_pages

    for listing in Listings(market).listed(source, crawl_moment(DEMO_TODAY))[:12]:
        answer = answers.answer(job_pages.path(listing), {}, DEMO_TODAY, ORIGIN)
        found, tally = read_by_spider("job_pages", source, answer.body, ORIGIN + job_pages.path(listing))
        assert found == [job_pages.landed(listing)]
        assert not tally.unknown_fields


def test_lever_pages_and_edges(market: Market) -> None:
    answers = Answers(market)

    def page(skip: int) -> list[Any]:
        query = {"skip": str(skip), "limit": "100"}
        found: list[Any] = json.loads(answers.answer("/v0/postings/cedarline", query, DEMO_TODAY, ORIGIN).body)
        return found

    # The board is longer than a page, so that a crawl must turn one.
    assert len(page(0)) == 100
    assert 0 < len(page(100)) < 100
    shown = [entry["id"] for entry in page(0) + page(100)]
    assert shown == [row["native_id"] for row in postings(market, "cedarline", DEMO_TODAY)]
    assert answers.answer("/v0/postings/nobody", {}, DEMO_TODAY, ORIGIN).status == 404
    assert answers.answer("/v1/boards/harrowgate/jobs", {}, DEMO_TODAY, ORIGIN).status == 404
    assert answers.answer("/waypost/jobs", {}, date(2025, 11, 5), ORIGIN).body.count(b"<li>") == 0
    assert answers.answer("/waypost/jobs", {}, date(2025, 11, 6), ORIGIN).body.count(b"<li>") > 10


def test_the_board_table_is_one_of_ours(tmp_path: Path, market: Market) -> None:
    path = tmp_path / "boards.toml"
    path.write_text(board_table(market.sources, ORIGIN), encoding="utf-8")
    boards = read_boards(path)
    assert set(boards) == set(market.sources) | set(read_broken_boards())
    assert {board.platform for board in boards.values()} == {
        "greenhouse", "lever", "ashby", "hacker_news", "job_pages"
    }  # fmt: skip


# The truth.


def test_the_planted_skills_can_be_read_from_the_texts(market: Market) -> None:
    """For every skill the share of adverts in which it is found is the planted one, within a point."""
    writer = Writer(market.seed, market.sources, market.skills)
    known = set(market.skills.names())
    planted, found, strange, exact, agreed, asked = Counter[str](), Counter[str](), Counter[str](), 0, 0, 0
    vacancies = [vacancy for vacancy in market.vacancies if vacancy.countable][::4]
    for vacancy in vacancies:
        thread = market.sources[vacancy.source].platform == "hacker_news"
        html = writer.thread_text(vacancy) if thread else as_html(writer.parts(vacancy))
        text = body_text(html, None).text
        assert len(text) >= 400
        read = extract(vacancy.title, text, vacancy.employer.name)
        hits = {hit.skill: hit.requirement for hit in read}
        # "Sales Manager" asks for sales: the trade itself is not among what is planted in the texts.
        trade = {hit.skill for hit in read if hit.section == "title"}
        wanted = {**dict.fromkeys(vacancy.must, "must"), **dict.fromkeys(vacancy.nice, "nice")}
        if vacancy.negated:
            # Never counted as asked for: read as negated, or not read at all.
            assert hits.pop(vacancy.negated, "negated") == "negated"
        if (mentioned := market.sources[vacancy.source].boilerplate) and mentioned not in wanted:
            hits.pop(mentioned, None)  # whether praise of oneself is read as a mention is the extractor's affair
        planted.update(wanted.keys())
        found.update(known & hits.keys())
        strange.update(hits.keys() - known - trade)
        exact += hits.keys() & known == wanted.keys()
        asked += len(wanted)
        agreed += sum(hits.get(skill) == requirement for skill, requirement in wanted.items())
    differences = {skill: abs(planted[skill] - found[skill]) / len(vacancies) for skill in known}
    assert max(differences.values()) < 0.01, sorted(differences.items(), key=lambda pair: -pair[1])[:5]
    assert exact > 0.97 * len(vacancies)
    assert agreed > 0.9 * asked
    # The texts name a few things beside the planted ones, such as an apprenticeship; never many.
    assert sum(strange.values()) < 0.2 * len(vacancies), strange.most_common(5)


def test_shares_are_as_planted_and_change_only_where_it_is_said(truth: dict[str, Any], market: Market) -> None:
    def counted(months: list[str]) -> tuple[int, Counter[str]]:
        chosen = [truth["panel"][month] for month in months]
        return sum(row["vacancies"] for row in chosen), sum((Counter(row["skills"]) for row in chosen), Counter[str]())

    late, early = counted(["2026-08", "2026-09", "2026-10"]), counted(["2025-08", "2025-09", "2025-10"])
    assert min(late[0], early[0]) > 1500
    for skill in market.skills.names():
        before, after = early[1][skill] / early[0], late[1][skill] / late[0]
        factor = market.skills.changes[skill].factor if skill in market.skills.changes else 1.0
        # Flat ones differ by what rounding to whole vacancies leaves.
        assert after / before == pytest.approx(factor, rel=0.08 if factor == 1 else 0.12, abs=0.02 / before), skill
    assert truth["risers"] == ["llm", "power_bi"]
    assert truth["fallers"] == ["angular"]
    months = list(truth["panel"])
    assert len(months) >= 26
    assert truth["joining"] == {"source": "waypost", "since": "2025-11-06"}
    assert all(len(places) == 30 for places in truth["cities"])
    assert len(truth["cities"]) == 4
    assert len(truth["reposts"]) > 1000
    assert len(truth["copies"]) > 50
    boilerplate = truth["boilerplate"]
    assert boilerplate["asked_for"]["asking"] < 0.5 * boilerplate["asked_for"]["vacancies"]


def test_the_boilerplate_names_its_skill_in_every_advert(market: Market, truth: dict[str, Any]) -> None:
    skill, source = truth["boilerplate"]["skill"], truth["boilerplate"]["source"]
    rows = [row for row in postings(market, source, DEMO_TODAY) if len(row["description_html"]) > 500]
    english = [row for row in rows if row["language_raw"] == "en"]
    assert english
    for row in english:
        text = body_text(row["description_html"], None).text
        assert any(spelling in text for spelling in market.skills.spellings[skill])
        asked = {
            hit.skill for hit in extract("", text, row["company"]) if hit.section in {"requirements", "nice_to_have"}
        }
        assert skill not in asked or text.count("AWS") + text.count("Amazon Web Services") > 1


def test_reposts_and_cities_have_one_text(market: Market, truth: dict[str, Any]) -> None:
    listings = Listings(market)
    by_number: dict[int, set[str]] = {}
    for adverts in market.adverts.values():
        for advert in adverts:
            if advert.role in {"repost", "city"}:
                one = listings.of(advert, advert.posted_at)
                by_number.setdefault(advert.vacancy.number, set()).add(as_html(one.parts) or one.thread_text)
    assert by_number
    assert all(len(texts) == 1 for texts in by_number.values())


def test_hostile_titles_are_listed_on_the_last_days(market: Market) -> None:
    for source, title in HOSTILE_TITLES.items():
        for back in range(3):
            shown = [row["title"] for row in postings(market, source, DEMO_TODAY - timedelta(days=back))]
            assert title.strip() in shown, (source, back)


# The server.


@pytest.mark.slow
def test_the_server_keeps_its_manners() -> None:
    def ask(url: str, **given: Any) -> tuple[int, bytes, Any]:
        try:
            request = urllib.request.Request(url, **given)  # noqa: S310  loopback
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), error.headers

    with served() as origin:
        url = f"{origin}/v1/boards/saltmarsh/jobs?content=true"
        status, body, headers = ask(url)
        assert status == 200
        assert ask(url, headers={"If-None-Match": headers["ETag"]})[:2] == (304, b"")
        assert b"Crawl-delay" in ask(f"{origin}/robots.txt")[1]
        status, _, headers = ask(f"{origin}/posting-api/job-board/overrun")
        assert (status, headers["Retry-After"]) == (503, "1")
        assert ask(f"{origin}/v1/boards/gatehouse/jobs")[0] == 403
        for bad in (b"tomorrow", b"2031-01-01", b"2024-01-01", b"\xff"):
            assert ask(f"{origin}/_market/day", data=bad, method="PUT")[0] == 400
        assert ask(f"{origin}/_market/day", data=b"2025-06-20", method="PUT")[0] == 200
        earlier = ask(url)[1]
        assert earlier != body
    with served() as origin:
        assert ask(f"{origin}/v1/boards/saltmarsh/jobs?content=true")[1] == body


@pytest.mark.slow
def test_a_crawl_over_http_reads_every_board_and_names_every_fault(tmp_path: Path, market: Market) -> None:
    table = tmp_path / "boards.toml"
    with served() as origin:
        demo("boards", "--origin", origin, "--out", str(table))
        crawl = [sys.executable, "-m", "spiders", "crawl"]
        for platform in ("greenhouse", "lever", "ashby", "hacker_news", "job_pages"):
            given = ["--boards", str(table), "--out", str(tmp_path / "out"), "--observed-at", "2026-11-15T06:00:00Z"]
            subprocess.run([*crawl, platform, *given], cwd=HOUSE, check=True, capture_output=True)
    for source in market.sources:
        lines = (tmp_path / "out" / f"{source}.jsonl").read_bytes().splitlines()
        found = {row["native_id"]: row for row in map(orjson.loads, lines)}
        assert found == {row["native_id"]: row for row in postings(market, source, DEMO_TODAY)}, source
    for key, board in read_broken_boards().items():
        stats = orjson.loads((tmp_path / "out" / f"{key}.stats.json").read_bytes())
        assert stats["items"] == 0
        # That an empty list is no success is the judge's to say.
        assert stats["error_kind"] == (None if board.failure == "zero_items" else board.failure)


@pytest.mark.slow
def test_the_whole_demo_finds_the_planted_changes_and_no_other(tmp_path: Path, truth: dict[str, Any]) -> None:
    command = [sys.executable, "-m", "pipelines", "demo", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for key, failure in truth["broken_boards"].items():
        assert f"{key}: rejected, 0 postings ({failure}" in done.stderr + done.stdout
    with duckdb.connect(str(tmp_path / "published" / "skilltide.duckdb"), read_only=True) as connection:
        rows = connection.execute("select verdict, skill from skill_change where slice = 'all' order by all").fetchall()
        broken = connection.execute("select source from source_health where status = 'broken' order by 1").fetchall()
        newest = connection.execute("select count(*) from crawl where observed_at::date = date '2026-11-15'").fetchone()
    assert [skill for verdict, skill in rows if verdict == "rising"] == truth["risers"]
    assert [skill for verdict, skill in rows if verdict == "falling"] == truth["fallers"]
    assert [source for (source,) in broken] == sorted(truth["broken_boards"])
    assert newest == (26,)
    landed = next((tmp_path / "landing" / "quillbrook").glob("2025-*.jsonl.gz"))
    assert json.loads(gzip.decompress(landed.read_bytes()).splitlines()[0])["source"] == "quillbrook"
