"""The parts of the spiders without a network: the board table, the checks, the counts, the manners."""

import gzip
import html
import logging
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import exceptions
from scrapy.http import Request, Response
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

import spiders.platforms
from spiders.board_spider import BoardSpider
from spiders.boards import Board, BoardTableError, read_boards
from spiders.crawl_report import CrawlReport
from spiders.failures import BoardFailure, RecordBroken, kind_of, kind_of_status
from spiders.feeds.hiring_headline import Headline, read_headline
from spiders.finding import find_spiders
from spiders.host_breaker import HostBreaker
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json
from spiders.moments import from_day_first, from_epoch, from_mail_date
from spiders.page_cache import AlwaysAsk, PageCache
from spiders.paging import PageGuard
from spiders.platforms.greenhouse import unescaped_once
from spiders.politeness import retry_after_seconds
from spiders.posting_checks import LONGEST_TEXT, PostingChecks, flaw
from spiders.settings import crawl_settings, user_agent
from spiders.tally import MOST_NAMES, Tally

POSTING = Posting(
    source="acme",
    platform="greenhouse",
    native_id="1",
    title="Welder",
    url="https://acme.example/1",
    description_html="<p>Hulls.</p>",
    locations=[Location(text="Gdynia")],
)


FEEDS = {name for name, spider in find_spiders().items() if not spider.__module__.startswith("spiders.platforms.")}
"""Sites of many employers: each advert names its own."""


def test_the_shipped_boards_are_real_candidates() -> None:
    boards = read_boards()
    platforms = find_spiders()
    assert len(boards) >= 900
    for board in boards.values():
        assert board.platform in platforms, board.name
        assert board.company or board.platform in FEEDS, board.name
        assert not (board.verified and board.enabled is False), board.name
        assert board.note, f"{board.name}: say how the board was learned of"
    keys = [(board.platform, board.origin, board.token.lower()) for board in boards.values()]
    assert len(set(keys)) == len(keys), "a board is listed twice"
    counts = [sum(board.platform == name for board in boards.values()) for name in platforms]
    assert sum(count > 50 for count in counts) >= 3


def test_the_shipped_boards_are_of_many_countries_trades_and_platforms() -> None:
    boards = read_boards().values()
    assert len({board.platform for board in boards if board.enabled is not False}) >= 14
    countries = Counter(board.country for board in boards if board.country)
    assert len(countries) >= 25
    assert sum(count >= 5 for count in countries.values()) >= 25, "not one of each, but some"
    trades = Counter(board.trade for board in boards if board.trade)
    assert sum(count >= 10 for count in trades.values()) >= 12


def test_every_feed_is_a_board_and_what_is_off_says_why() -> None:
    boards = read_boards().values()
    listed = {board.platform for board in boards}
    for name, spider in find_spiders().items():
        if name in FEEDS:
            assert name in listed, f"{name} has no board"
        if spider.key_variables:
            assert not [board.name for board in boards if board.platform == name and board.enabled is not False]
    assert not [board.name for board in boards if board.platform == "smartrecruiters" and board.enabled is not False]
    assert all(board.note for board in boards if board.enabled is False)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[Acme]\nplatform = 'lever'\ntoken = 'a'", "lower-case"),
        ("[acme]\nplatform = 'lever'", "token is missing"),
        ("[acme]\nplatform = 'lever'\ntoken = 'a'\ntokn = 'b'", "unknown key 'tokn'"),
        ("[acme]\nplatform = 'lever'\ntoken = 'a'\norigin = 'api.lever.co'", "not an http address"),
        ("[acme]\nplatform = 'lever'\ntoken = 'a'\norigin = 'http://[half'", "not an http address"),
        ("[acme]\nplatform = 'lever'\ntoken = 'a'\nexpect = {min = 9, max = 3}", "0 <= min <= max"),
        ("[acme]\nplatform = 'lever'\ntoken = 'a'\ncountry = 'Poland'", "not two capital letters"),
        ("[acme]\nplatform = 'lever'\ntoken = 'a'\nenabled = 'no'", "enabled is true or false"),
        ("[acme\n", "not valid TOML"),
        pytest.param("a = " + "[" * 3_000, "not valid TOML", id="lists in lists without end"),
        pytest.param("a = " + "1" * 5_000, "not valid TOML", id="a number of thousands of digits"),
    ],
)
def test_a_wrong_board_table_is_refused_with_the_mend(tmp_path: Path, table: str, said: str) -> None:
    path = tmp_path / "boards.toml"
    path.write_text(table)
    with pytest.raises(BoardTableError, match=re.escape(said)) as refused:
        read_boards(path)
    assert str(path) in str(refused.value)


def test_a_new_platform_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "from spiders.board_spider import BoardSpider\nclass Planted(BoardSpider):\n    name = 'planted'\n"
    (tmp_path / "planted.py").write_text(source)
    monkeypatch.setattr(spiders.platforms, "__path__", [*spiders.platforms.__path__, str(tmp_path)])
    assert find_spiders()["planted"].name == "planted"
    (tmp_path / "twin.py").write_text(source.replace("'planted'", "'lever'"))
    with pytest.raises(ImportError, match="lever"):
        find_spiders()


@pytest.mark.parametrize("spider", find_spiders().values(), ids=lambda spider: spider.name)
def test_a_platform_is_named_as_its_file(spider: type[BoardSpider]) -> None:
    assert spider.__module__.rsplit(".", 1)[-1] == spider.name
    assert spider.description


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"title": ""}, "no_title"),
        ({"native_id": ""}, "no_native_id"),
        ({"title": "x" * 501}, "oversize_title"),
        ({"company": 12}, "wrong_type"),
        ({"url": "javascript:alert(1)"}, "bad_url"),
        ({"url": "//acme.example/1"}, "bad_url"),
        ({"url": "http://[half"}, "bad_url"),
        ({"apply_url": "mailto:jobs@acme.example"}, "bad_url"),
        ({"url": "https://"}, "bad_url"),
        ({"url": "https:///1"}, "bad_url"),
        ({"url": "https://acme.example[/1"}, "bad_url"),
        ({"url": "HTTPS://Acme.example:8443?job=1"}, None),
        ({"url": "https://stellen.größe.example/1"}, None),
        ({"description_text": "both"}, "two_descriptions"),
        ({"description_html": "x" * (LONGEST_TEXT + 1)}, "oversize_description"),
        ({"salary_raw": "9" * 5001}, "oversize_salary_raw"),
        ({"locations": [{"text": "Gdynia"}]}, "wrong_type"),
        ({"tags": ["a"] * 501}, "too_many_entries"),
    ],
)
def test_a_posting_that_cannot_be_used_is_named(change: dict[str, Any], reason: str | None) -> None:
    assert flaw(replace(POSTING, **change)) == reason


def test_checks_count_what_is_kept_and_what_is_not() -> None:
    tally = Tally()
    checks = PostingChecks(tally)
    bare = replace(POSTING, native_id="2", description_html=None, locations=[], salary_min="1")
    kept = [checks.accepts(posting) for posting in (POSTING, POSTING, bare, replace(POSTING, title=""))]
    assert kept == [True, False, True, False]
    assert tally.items == 2
    assert tally.dropped == {"duplicate": 1, "no_title": 1}
    assert tally.filled == {"description": 1, "locations": 1, "salary": 1}


def test_a_report_is_whole_or_absent(tmp_path: Path) -> None:
    board = Board(name="acme", platform="greenhouse", token="acme")
    ticks = iter([10.0, 12.5])
    with CrawlReport(board, tmp_path, lambda: next(ticks)) as report:
        report.take(POSTING)
        assert [path.name for path in tmp_path.iterdir()] == ["acme.jsonl.partial"]
    stats = orjson.loads((tmp_path / "acme.stats.json").read_bytes())
    assert stats["elapsed_seconds"] == 2.5
    assert stats["filled"] == {"description": 1, "posted_at": 0, "locations": 1, "salary": 0}
    (line,) = (tmp_path / "acme.jsonl").read_bytes().splitlines()
    assert list(orjson.loads(line)) == list(Posting.__dataclass_fields__)
    with pytest.raises(KeyboardInterrupt), CrawlReport(board, tmp_path, lambda: 0.0):
        raise KeyboardInterrupt
    assert orjson.loads((tmp_path / "acme.stats.json").read_bytes())["finish_reason"] == "shutdown"


def test_unknown_keys_are_counted_but_not_without_end() -> None:
    tally = Tally()
    Record({f"k{number}": 1 for number in range(1000)}, "jobs[]", tally).done({"k1"})
    assert "jobs[].k0" in tally.unknown_fields
    assert "jobs[].k1" not in tally.unknown_fields
    assert len(tally.unknown_fields) == MOST_NAMES + 1
    assert sum(tally.unknown_fields.values()) == 999


def test_a_record_reads_what_is_there_and_nothing_else() -> None:
    record = Record({"a": " x ", "n": 3, "b": True, "z": "  ", "o": {"c": 1}, "l": ["p", " "]}, "[]", Tally())
    assert [record.text(key) for key in "anbzq"] == ["x", "3", "true", None, None]
    assert record.texts("l") == ["p"]
    for value in ([], "text", None, 3):
        with pytest.raises(RecordBroken, match="expected an object"):
            Record(value, "[]", Tally())
    for key, wrong in (("o", "text"), ("o", "items")):
        with pytest.raises(RecordBroken, match=r"\[\]\.o"):
            getattr(Record({key: {"c": 1}}, "[]", Tally()), wrong)(key)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "truncated"),
        (b'{"jobs": [', "truncated"),
        (b'{"jobs": [1 2], "meta": {"total": 2}}', "schema_change"),
        (b"jobs, welder", "schema_change"),
        (b"<html><title>Just a moment...</title></html>", "bot_page"),
        (b"<!DOCTYPE html><form><input type='password'></form>", "login_page"),
        (b"\n <!doctype html><p>Moved", "html_for_json"),
        (b"[" * 5000 + b"]" * 5000, "oversize"),
    ],
)
def test_what_stands_in_place_of_json_has_a_name(body: bytes, kind: str) -> None:
    with pytest.raises(BoardFailure) as failure:
        decode_json(body, "https://acme.example")
    assert failure.value.kind == kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (exceptions.CannotResolveHostError(), "dns"),
        (exceptions.DownloadTimeoutError(), "timeout"),
        (TimeoutError(), "timeout"),
        (exceptions.DownloadConnectionRefusedError(), "refused"),
        (exceptions.ResponseDataLossError(), "truncated"),
        (exceptions.DownloadFailedError("[SSL] certificate verify failed"), "certificate"),
        (exceptions.DownloadFailedError("Connection lost"), "connection_lost"),
        (exceptions.IgnoreRequest("Forbidden by robots.txt"), "robots_denied"),
        (KeyError("jobs"), "exception"),
    ],
)
def test_every_error_has_a_name(error: Exception, kind: str) -> None:
    assert kind_of(error) == kind


def test_a_challenge_is_seen_behind_any_status() -> None:
    challenge = b"<html><title>Just a moment...</title></html>"
    assert {kind_of_status(status, challenge) for status in (403, 429, 503)} == {"bot_page"}
    assert kind_of_status(503, b"") == "http_5xx"
    assert kind_of_status(403, b"<html>Forbidden</html>") == "http_403"


def test_only_failures_of_the_host_in_a_row_stop_its_boards() -> None:
    breaker = HostBreaker()
    for kind in ("timeout", "timeout", "http_404", "timeout", "refused"):
        breaker.note("a.example", kind)
        breaker.check("a.example")
    breaker.note("a.example", "refused")
    breaker.check("b.example")
    with pytest.raises(BoardFailure, match="not asked") as failure:
        breaker.check("a.example")
    assert failure.value.kind == "refused"


def test_paging_that_starts_over_or_never_ends_is_a_failure() -> None:
    guard = PageGuard(most_pages=3)
    guard.check(["a", "b"], "u")
    guard.check(["b", "c"], "u")
    with pytest.raises(BoardFailure, match="starts over"):
        guard.check(["a", "c"], "u")
    endless = PageGuard(most_pages=3)
    for number in range(3):
        endless.check([str(number)], "u")
    with pytest.raises(BoardFailure, match="more than 3 pages"):
        endless.check(["3"], "u")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-3"}, None),
        ({"Retry-After": "Mon, 23 Nov 2026 10:00:30 GMT", "Date": "Mon, 23 Nov 2026 10:00:00 GMT"}, 30),
        ({"Retry-After": "Mon, 23 Nov 2026 09:00:00 GMT", "Date": "Mon, 23 Nov 2026 10:00:00 GMT"}, 0),
    ],
)
def test_retry_after_is_read_in_both_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_seconds(Response("http://127.0.0.1/", status=503, headers=headers)) == seconds


def test_the_settings_are_polite_and_closed() -> None:
    settings = crawl_settings("me@acme.example", None)
    assert settings["ROBOTSTXT_OBEY"]
    assert settings["DOWNLOAD_VERIFY_CERTIFICATES"]
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert not settings["TELNETCONSOLE_ENABLED"]
    assert not settings["REMOTE_CONTROL_ENABLED"]
    assert "me@acme.example" in settings["USER_AGENT"]
    assert user_agent(None).startswith("skilltide/")


class Planted(BoardSpider):
    name = "planted"


def test_a_kept_page_comes_back_whole_or_not_at_all(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    crawler = get_crawler(Planted, {"HTTPCACHE_DIR": str(tmp_path)})
    spider = Planted()
    spider.crawler = crawler
    cache = PageCache(Settings({"HTTPCACHE_DIR": str(tmp_path)}))
    crawler._apply_settings()
    cache.open_spider(spider)
    request = Request("https://acme.example/jobs")
    assert cache.retrieve_response(spider, request) is None
    headers = {"ETag": '"1"', "Content-Type": "application/json"}
    cache.store_response(spider, request, Response(request.url, headers=headers, body=b'{"jobs":\n[]}'))
    back = cache.retrieve_response(spider, request)
    assert back is not None
    assert (back.body, back.headers["ETag"], back.status) == (b'{"jobs":\n[]}', b'"1"', 200)
    (path,) = tmp_path.rglob("*.page")
    path.write_bytes(path.read_bytes()[:40])
    assert cache.retrieve_response(spider, request) is None
    path.write_bytes(gzip.compress(b"no head"))
    assert cache.retrieve_response(spider, request) is None
    path.unlink()
    path.parent.rmdir()
    path.parent.write_bytes(b"no room for a folder")
    with caplog.at_level(logging.WARNING):
        cache.store_response(spider, request, Response(request.url, headers=headers, body=b"{}"))
        assert cache.retrieve_response(spider, request) is None, "a page that cannot be kept ends no crawl"
    assert "not kept" in caplog.text
    cache.close_spider(spider)


def test_only_good_pages_with_a_validator_are_kept_and_all_are_asked_for() -> None:
    policy = AlwaysAsk(Settings())
    request = Request("https://acme.example/jobs")
    tagged = {
        "ETag": '"1"',
        "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT",
        "Cache-Control": "max-age=9999",
    }
    good = Response(request.url, headers=tagged)
    assert policy.should_cache_response(good, request)
    assert not policy.should_cache_response(Response(request.url, status=404, headers=tagged), request)
    assert not policy.should_cache_response(Response(request.url, headers={"Cache-Control": "max-age=9"}), request)
    again = Response(request.url, headers=tagged, flags=["cached"])
    assert not policy.should_cache_response(again, request), "an unchanged page is not written again"
    assert not policy.is_cached_response_fresh(good, request)
    assert request.headers["If-None-Match"] == b'"1"'
    assert policy.is_cached_response_valid(good, Response(request.url, status=304), request)
    assert not policy.is_cached_response_valid(good, Response(request.url, status=503), request)


@given(
    st.lists(
        st.sampled_from(["&lt;", "&gt;", "&quot;", "&#39;", "&amp;", "&", "amp;", "lt;", "lt", "&nbsp;", ";", "a"])
    )
)
def test_greenhouse_texts_are_unescaped_as_html_is(parts: list[str]) -> None:
    text = "".join(parts)
    assert unescaped_once(text) == html.unescape(text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Frogworks | Frontend Developer | Full Time | Darmstadt, Germany | ONSITE",
            Headline("Frontend Developer", "Frogworks", "Darmstadt, Germany", "ONSITE", "Full Time"),
        ),
        (
            "Quayside (https://quay.example) | London, UK | REMOTE or ONSITE | £40-85k + bonus",
            Headline(
                "Quayside (https://quay.example) | London, UK | REMOTE or ONSITE | £40-85k + bonus",
                "Quayside",
                "London, UK",
                "REMOTE or ONSITE",
                None,
                "£40-85k + bonus",
            ),
        ),
        (
            "Milk Run (YC W18) | SDE II | Seattle, WA | Onsite",
            Headline("SDE II", "Milk Run (YC W18)", "Seattle, WA", "Onsite"),
        ),
        ("We look for a potter.", Headline("We look for a potter.")),
        ("| | |", Headline("| | |")),
    ],
)
def test_a_headline_is_read_as_far_as_it_is_clear(line: str, expected: Headline) -> None:
    assert read_headline(line) == expected


@pytest.mark.parametrize(
    ("read", "stated", "found"),
    [
        (from_epoch, 1786424671, "2026-08-11T05:04:31+00:00"),
        (from_mail_date, "Fri, 27 Mar 2026 20:20:27 +0100", "2026-03-27T20:20:27+01:00"),
        (from_day_first, "27/03/2026", "2026-03-27"),
        (from_epoch, None, None),
        (from_mail_date, None, None),
        (from_day_first, None, None),
    ],
)
def test_moments_of_the_feeds(read: Any, stated: Any, found: str | None) -> None:
    assert read(stated, "here") == found


@pytest.mark.parametrize(
    ("read", "stated"),
    [(from_epoch, "soon"), (from_epoch, 10**18), (from_mail_date, "soon"), (from_day_first, "31/02/2026")],
)
def test_what_is_no_moment_breaks_its_record(read: Any, stated: Any) -> None:
    with pytest.raises(RecordBroken, match="here"):
        read(stated, "here")
