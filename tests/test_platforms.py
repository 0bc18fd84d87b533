"""Parts of the platforms without a network: hostile tokens, addresses and pages, dates, slices, adverts' own pages."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import orjson
import pytest

from spiders.__main__ import main
from spiders.advert_pages import IN_ONE_GO, SECONDS, AdvertPages, in_turn
from spiders.board_spider import sent_home
from spiders.boards import Board, read_boards
from spiders.failures import BoardFailure, RecordBroken
from spiders.finding import FoundBoard, detect, find_spiders
from spiders.items import Location, Posting
from spiders.merging import one_per_advert
from spiders.platforms.workday import WorkdaySpider, best_facet, day_of, largest_count, number_of
from spiders.source_table import filled_fields, page_of_sources
from spiders.tally import Tally

HOUSE = Path(__file__).parents[1]
NOW = datetime(2026, 11, 23, 4, 15, tzinfo=UTC)
PLATFORMS = {name: spider for name, spider in find_spiders().items() if ".platforms." in spider.__module__}
BOARD = Board(name="smiths", platform="workday", token="acme/wd5/Site")
GOOD = {"workday": "acme/wd5/Site"}
HOSTILE = (
    "", ".", "..", "../admin", "acme/../..", "acme@evil.example", "evil.example#", "evil.example?", "a b", "acme\nx",
    "acme:8080", "-acme", "acme.", "x" * 300, "169.254.169.254", "acme%2fevil", "\\\\evil",
)  # fmt: skip


@pytest.mark.parametrize("token", HOSTILE)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_hostile_token_leads_nowhere_else(platform: str, token: str) -> None:
    """It is refused, or stands quoted as one segment of the path that the platform's own host is asked for."""
    spider = PLATFORMS[platform]()
    tokens = [token, f"{token}/wd5/site", f"acme/{token}/site", f"acme/wd5/{token}"]
    known = urlsplit(spider.list_url(Board(name="a", platform=platform, token=GOOD.get(platform, "acme"))))
    for tried in tokens if platform == "workday" else [token]:
        with suppress(BoardFailure):
            url = urlsplit(spider.list_url(Board(name="a", platform=platform, token=tried)))
            assert (url.scheme, url.netloc, url.query) == (known.scheme, known.netloc, known.query)
            assert url.path.count("/") == known.path.count("/")
            assert not {".", ".."} & set(unquote(url.path).split("/"))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_token_that_is_no_host_name_says_what_to_do(platform: str) -> None:
    spider = PLATFORMS[platform]()
    for tried in ("..", "acme/../x", "a.evil.example/wd5/Site"):
        with pytest.raises(BoardFailure, match="token") as refused:
            spider.list_url(Board(name="a", platform=platform, token=tried))
        assert refused.value.kind == "bad_token"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_board_of_its_own_origin_stays_on_it(platform: str) -> None:
    board = Board(name="a", platform=platform, token=GOOD.get(platform, "acme"), origin="https://jobs.acme.example")
    assert PLATFORMS[platform]().list_url(board).startswith("https://jobs.acme.example/")
    assert PLATFORMS[platform].addresses
    assert PLATFORMS[platform].address_form
    assert PLATFORMS[platform].evidence != "not stated"


@pytest.mark.parametrize(
    ("url", "platform", "token", "origin"),
    [
        ("https://boards.greenhouse.io/acme", "greenhouse", "acme", None),
        ("https://job-boards.eu.greenhouse.io/acme/jobs/12", "greenhouse", "acme", None),
        ("https://boards.greenhouse.io/embed/job_board/js?for=acme", "greenhouse", "acme", None),
        ("https://boards.greenhouse.io/embed/job_app?token=12&for=acme", "greenhouse", "acme", None),
        ("jobs.lever.co/acme/0b1c", "lever", "acme", None),
        ("https://jobs.eu.lever.co/acme", "lever", "acme", "https://api.eu.lever.co"),
        ("https://jobs.ashbyhq.com/Acme%20Labs?utm=1", "ashby", "Acme Labs", None),
        ("https://apply.workable.com/acme/j/A1B2C3D4E5/", "workable", "acme", None),
        ("https://acme.workable.com/", "workable", "acme", None),
        ("https://ACME.recruitee.com/o/baker", "recruitee", "acme", None),
        ("https://acme.jobs.personio.de/job/1", "personio", "acme", None),
        ("https://acme.jobs.personio.com", "personio", "acme", "https://acme.jobs.personio.com"),
        ("https://acme.teamtailor.com/jobs", "teamtailor", "acme", None),
        ("https://acme.bamboohr.com/careers/41", "bamboohr", "acme", None),
        ("https://acme.breezy.hr/p/c0ffee-baker", "breezy", "acme", None),
        ("https://acme.pinpointhq.com/en/postings/1f", "pinpoint", "acme", None),
        ("https://ats.rippling.com/acme/jobs/7a", "rippling", "acme", None),
        ("https://ats.rippling.com/en-GB/acme/jobs", "rippling", "acme", None),
        ("https://acme.wd5.myworkdayjobs.com/en-US/External/job/X/Y_R1", "workday", "acme/wd5/External", None),
        ("https://acme.wd103.myworkdayjobs.com/External", "workday", "acme/wd103/External", None),
        ("https://careers.smartrecruiters.com/Acme1", "smartrecruiters", "Acme1", None),
        ("https://jobs.smartrecruiters.com/Acme1/743-baker", "smartrecruiters", "Acme1", None),
    ],
)
def test_an_address_names_its_board(url: str, platform: str, token: str, origin: str | None) -> None:
    assert detect(url) == [FoundBoard(platform, token, origin)]


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.example/careers",
        "https://acme.example/boards.greenhouse.io/evil",
        "https://acme.example/?next=https://jobs.lever.co/evil",
        "https://jobs.lever.co.evil.example/acme",
        "https://evil-recruitee.com/",
        "https://jobs.lever.co@evil.example/acme",
        "https://www.recruitee.com/",
        "https://app.bamboohr.com/login",
        "https://boards.greenhouse.io/embed",
        "https://apply.workable.com/j/A1B2C3D4E5",
        "javascript:alert(1)",
        "http://[half",
        "",
    ],
)
def test_an_address_that_names_no_board_finds_none(url: str) -> None:
    assert detect(url) == []


def test_a_page_leads_to_the_boards_that_it_embeds() -> None:
    page = """<html><head><link href="//acme.teamtailor.com/feed"></head><body>
    <script src="https://boards.greenhouse.io/embed/job_board/js?for=acme&amp;b=1"></script>
    <iframe src="https://acme.jobs.personio.de/?language=de"></iframe>
    <a href="https://boards.greenhouse.io/acme/jobs/1">Baker</a><a href="https://acme.example/about">Us</a>
    <script>var board = {"url": "https:\\/\\/jobs.ashbyhq.com\\/acme\\/embed?version=2"};</script></body></html>"""
    found = detect("https://acme.example/careers", page)
    assert {(board.platform, board.token) for board in found} == {
        ("greenhouse", "acme"),
        ("personio", "acme"),
        ("teamtailor", "acme"),
        ("ashby", "acme"),
    }
    assert len(found) == 4
    own = '<script type="application/ld+json">{"@type": "JobPosting", "title": "Baker"}</script>'
    assert detect("https://acme.example/jobs", own) == [FoundBoard("job_pages", "https://acme.example/jobs")]
    assert detect("https://acme.example/jobs", "<p>No jobs</p>") == []


def test_the_command_prints_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "careers.html"
    page.write_bytes('<meta charset="latin-1"><a href="https://acme.breezy.hr/">Bäcker</a>'.encode("latin-1"))
    assert main(["detect", "https://acme.example/jobs", "--page", str(page)]) == 0
    assert orjson.loads(capsys.readouterr().out) == [{"platform": "breezy", "token": "acme", "origin": None}]
    assert main(["detect", "https://acme.example/jobs", "--page", str(tmp_path / "no.html")]) == 2
    assert main(["probe", "breezy", "acme"]) == 2
    assert "give --contact" in capsys.readouterr().err
    assert main(["probe", "breezy", "acme", "--origin", "acme.example", "--contact", "a@b.example"]) == 2
    assert main(["fields", "--json", "--recorded", str(HOUSE / "tests" / "recorded")]) == 0
    assert "locations" in orjson.loads(capsys.readouterr().out)["workday"]


@pytest.mark.parametrize(
    ("asked", "answered", "strict", "home"),
    [
        ("https://a.breezy.hr/json", "https://a.breezy.hr/json", True, False),
        ("https://a.breezy.hr/json", "https://breezy.hr/", True, True),
        ("https://a.breezy.hr/json", "https://breezy.hr/signin", True, True),
        ("https://a.recruitee.com/api/offers/", "https://jobs.a.example/api/offers/", True, False),
        ("https://a.recruitee.com/api/offers/", "https://jobs.a.example/en-GB", True, True),
        ("https://a.example/jobs/7", "https://www.a.example/jobs/7/", False, False),
        ("https://a.example/jobs/7", "https://b.example/apply/7", False, False),
        ("https://a.example/jobs/7", "https://a.example/", False, True),
        ("https://a.teamtailor.com/jobs.json", "https://jobs.a.example/en-GB/jobs.json", True, False),
        ("https://a.example/", "https://www.a.example/en/", False, False),
    ],
)
def test_a_redirect_to_a_front_page_is_seen(asked: str, answered: str, strict: bool, home: bool) -> None:
    assert sent_home(asked, answered, strict=strict) is home


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Posted Today", "2026-11-23"),
        ("Posted Yesterday", "2026-11-22"),
        ("Posted 1 Day Ago", "2026-11-22"),
        ("Posted 24 Days Ago", "2026-10-30"),
        ("Posted 30+ Days Ago", None),
        ("Posted 99999999999 Days Ago", None),
        ("Heute ausgeschrieben", None),
    ],
)
def test_relative_days_are_reckoned_from_the_crawl(said: str, day: str | None) -> None:
    assert day_of(said, NOW) == day
    assert day_of(said, None) is None


def test_a_workday_number_outlives_its_title() -> None:
    assert number_of("/job/Murano/Kiln-Hand_R-0013-2") == "R-0013-2"
    assert number_of("https://a.example/x/Kiln-Hand--m-f-_REQ_099113") == "REQ_099113"
    assert number_of("/job/Ulm/A_2024_15") != number_of("/job/Ulm/A_2023_15")
    assert number_of("Merchandiser/R12346") == "R12346"


def test_a_site_is_cut_where_nothing_is_lost() -> None:
    def facet(name: str, *counts: int) -> dict[str, object]:
        values = [{"id": f"{name}{number}", "count": count} for number, count in enumerate(counts)]
        return {"facetParameter": name, "values": values}

    document = {"facets": [facet("locations", 9000, 10), facet("jobFamilyGroup", 1500, 1400), facet("timeType", 2900)]}
    assert best_facet(document, {}) == ("jobFamilyGroup", ["jobFamilyGroup0", "jobFamilyGroup1"])
    assert best_facet(document, {"jobFamilyGroup": ["x"]}) == ("locations", ["locations0", "locations1"])
    assert largest_count(document) == 2900
    assert best_facet({"facets": [None, {"values": "x"}, facet("one", 5)]}, {}) is None


def test_a_list_without_end_leaves_time_for_the_details(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page takes a minute; the list stops in time, and is a part."""
    now = [0.0]
    spider = WorkdaySpider(boards=[BOARD], out=tmp_path, observed_at=NOW, clock=lambda: now[0], most_pages=0)
    seen = []

    async def search(board: Board, facets: dict[str, list[str]], offset: int) -> dict[str, object]:
        now[0] += 60
        seen.append(offset)
        rows = [{"title": "Smith", "externalPath": f"/job/X/Smith_R{offset + n}"} for n in range(20)]
        return {"total": 1900, "jobPostings": rows}

    monkeypatch.setattr(spider, "_search", search)

    async def crawl() -> None:
        async for _ in spider.start():
            pass

    asyncio.run(crawl())
    stats = orjson.loads((tmp_path / "smiths.stats.json").read_bytes())
    assert seen == list(range(0, 160, 20))
    assert stats["error_kind"] is None
    assert stats["partial"]
    assert stats["notes"]["list_not_finished"] == 1
    assert stats["notes"]["page_not_asked"] == 160


def test_a_list_that_holds_less_than_it_says_is_a_part() -> None:
    spider, tally = find_spiders()["bamboohr"](), Tally()
    body = {"meta": {"totalCount": 3}, "result": [{"id": "1", "jobOpeningName": "Beekeeper"}]}
    board = Board(name="a", platform="bamboohr", token="acme")
    assert len(list(spider.parse_body(board, orjson.dumps(body), "list", tally))) == 1
    assert tally.partial
    whole = Tally()
    assert list(spider.parse_body(board, orjson.dumps({**body, "meta": {"totalCount": 1}}), "list", whole))
    assert not whole.partial


def test_rows_of_one_advert_become_one_posting() -> None:
    first = Posting(source="a", platform="workable", native_id="1", title="Baker", locations=[Location(text="Porto")])
    tally = Tally()
    rows = [
        first,
        replace(first, native_id="2"),
        replace(first, locations=[Location(text="Faro"), Location(text="Porto")]),
    ]
    found = list(one_per_advert(rows, tally))
    assert [posting.native_id for posting in found] == ["1", "2"]
    assert [place.text for place in found[0].locations] == ["Porto", "Faro"]
    assert tally.notes == {"merged": 1}


def test_pages_stop_in_time_and_say_so() -> None:
    tally, spent = Tally(), iter([1.0, SECONDS - 1.0, SECONDS + 1.0])
    pages = AdvertPages(tally, lambda: next(spent))

    async def fetch() -> str:
        return "text"

    async def read() -> list[str | None]:
        return [await pages.read(str(number), fetch) for number in range(3)]

    assert asyncio.run(read()) == ["text", "text", None]
    assert tally.partial
    assert tally.notes == {"page_not_asked": 1}


def test_only_what_the_source_calls_gone_is_gone() -> None:
    tally = Tally()
    pages = AdvertPages(tally, lambda: 0.0)

    def failing(error: Exception) -> None:
        async def fetch() -> str:
            raise error

        assert asyncio.run(pages.read(str(error), fetch)) is None

    failing(BoardFailure("http_404", "a"))
    failing(BoardFailure("http_410", "b"))
    assert (tally.gone, tally.partial) == (["a", "b"], False)
    failing(BoardFailure("http_5xx", "c"))
    failing(RecordBroken("d"))
    assert (tally.gone, tally.partial) == (["a", "b"], True)
    with pytest.raises(BoardFailure):
        failing(BoardFailure("truncated", "e"))
    with pytest.raises(BoardFailure):
        failing(BoardFailure("http_429", "f"))
    with pytest.raises(KeyError):
        failing(KeyError("our own mistake"))
    assert tally.gone == ["a", "b"]


def test_a_large_board_begins_elsewhere_every_day() -> None:
    small, large = {str(n): n for n in range(10)}, {str(n): n for n in range(IN_ONE_GO * 3)}
    assert [row for _, row in in_turn(small, NOW)] == list(range(10))
    days = [[row for _, row in in_turn(large, NOW + timedelta(days=day))] for day in range(4)]
    assert all(sorted(rows) == list(range(IN_ONE_GO * 3)) for rows in days)
    read = {row for rows in days for row in rows[:IN_ONE_GO]}
    assert len(read) == len(large), "after a few days every advert had its turn"


def test_every_shipped_board_can_be_asked_for_and_none_is_off() -> None:
    boards = read_boards().values()
    spiders = {name: spider() for name, spider in find_spiders().items()}
    for board in boards:
        assert urlsplit(spiders[board.platform].list_url(board)).scheme == "https", board.name
        assert not spiders[board.platform].default_off or board.enabled is False, f"{board.name}: say that it is off"
    on = {board.platform for board in boards}
    assert {name for name, spider in PLATFORMS.items() if not spider.default_off} <= on


def test_a_row_turns_a_platform_on(tmp_path: Path) -> None:
    table = tmp_path / "boards.toml"
    table.write_text(
        "[a]\nplatform = 'smartrecruiters'\ntoken = 'a'\nenabled = true\n[b]\nplatform = 'lever'\ntoken = 'b'\n"
    )
    boards = read_boards(table)
    assert (boards["a"].enabled, boards["b"].enabled) == (True, None)


def test_the_page_of_sources_is_what_the_code_says() -> None:
    filled = filled_fields(HOUSE / "tests" / "recorded")
    for name, spider in PLATFORMS.items():
        assert {"title", "native_id", "locations"} <= set(filled[name]), name
        assert spider.description
    text = (HOUSE / "docs" / "sources.md").read_text(encoding="utf-8")
    assert text == page_of_sources(filled), "run: python -m spiders fields --write docs/sources.md"


def test_only_fields_of_the_recordings_are_promised(tmp_path: Path) -> None:
    (tmp_path / "lever").mkdir()
    line = orjson.dumps({"native_id": "1", "title": "Baker", "company": "Acme of the table", "team": "Night"})
    (tmp_path / "lever" / "a.expected.jsonl").write_bytes(line + b"\n" + orjson.dumps({"postings": 1}) + b"\n")
    filled = filled_fields(tmp_path)
    assert filled["lever"] == ["native_id", "title", "team"]
    assert filled["ashby"] == []
