"""The daily job and each of its steps alone: refresh, crawl, load, build, check, publish, report, rebuild."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.config import Config, ensure_writable, read_config

if TYPE_CHECKING:
    from pipelines.collect.landing import CrawlRecord
    from pipelines.steps import Reported
    from warehouse.loading import LoadResult

PARTLY = 3


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add these commands."""
    for name, run, text in (
        ("refresh", _refresh, "the daily job: crawl, load, build, publish, report"),
        ("crawl", _crawl, "crawl boards into landing"),
        ("load", _load, "load new landing files into the warehouse"),
        ("build", _build, "clean, find skills, link, and rebuild the numbers"),
        ("check", _check, "look for rows that must not be there"),
        ("publish", _publish, "replace the published copy that reports and queries read"),
        ("report", _report, "write the market report from the published copy"),
        ("rebuild", _rebuild, "delete the warehouse, replay landing, build and publish"),
    ):
        command = commands.add_parser(name, parents=[shared], help=text, description=text)
        command.set_defaults(run=run, command=name)
        if name in {"refresh", "crawl"}:
            command.add_argument("board", nargs="*", help="names of boards (default: all of the table)")
            command.add_argument("--boards", metavar="FILE", help="board table (default: the shipped one)")
            command.add_argument("--contact", metavar="MAIL", help="contact address for the user agent")
            command.add_argument("--hosts", type=int, metavar="N", help="hosts crawled at a time (4)")
            command.add_argument("--shard", metavar="K/N", help="only the K-th of N parts of the boards, as 2/3")
        if name in {"refresh", "build", "rebuild"}:
            command.add_argument("--workers", type=int, metavar="N", help="processes that clean and find skills (1)")
            command.add_argument("--dask", metavar="ADDRESS", help="a Dask scheduler whose workers do that instead")
        if name == "report":
            words = "market, or person: your own weekly page (as `skilltide person report`)"
            command.add_argument("which", nargs="?", choices=("market", "person"), default="market", help=words)
        if name in {"refresh", "report"}:
            command.add_argument("--skill", help="the skill drawn over time (default: the largest change)")
        if name == "report":
            _add_report(command)
        if name in {"crawl", "load", "check"}:
            command.add_argument("--json", action="store_true", help="machine-readable answer")


def _add_report(command: argparse.ArgumentParser) -> None:
    command.add_argument("--role", help="an edition of one role family (default: the editions of reports.toml)")
    command.add_argument("--country", help="an edition of one country, by its code, as FR")
    command.add_argument("--modules", metavar="FILE", help="what a course teaches: adds the charts on a curriculum")
    command.add_argument("--pdf", action="store_true", help="print each page to a PDF too, with Chromium")


def warn(reported: "Reported") -> int:
    """Say on the error stream why a health gate is shut; 3 if one is."""
    for reason in reported.shut:
        print(f"skilltide: read this report with care: {reason}", file=sys.stderr)
    return PARTLY if reported.shut else 0


def settings(options: argparse.Namespace) -> Config:
    """The run's settings, with a data directory that can be written."""
    config = read_config(
        data=options.data,
        boards=getattr(options, "boards", None),
        contact=getattr(options, "contact", None),
        hosts_in_parallel=getattr(options, "hosts", None),
        today=options.today,
        workers=getattr(options, "workers", None),
        dask=getattr(options, "dask", None),
        shard=getattr(options, "shard", None),
    )
    ensure_writable(config)
    return config


def _locked(options: argparse.Namespace, work: Callable[[Config], int]) -> int:
    from pipelines.run_lock import run_lock

    config = settings(options)
    with run_lock(config.data, options.command):
        return work(config)


def _refresh(options: argparse.Namespace) -> int:
    from pipelines import steps

    def work(config: Config) -> int:
        records, reported = steps.refresh(config, options.board, options.skill)
        print(reported.page)
        return max(outcome(records), warn(reported))

    return _locked(options, work)


def _crawl(options: argparse.Namespace) -> int:
    from pipelines import steps

    def work(config: Config) -> int:
        records = steps.crawl(config, options.board)
        if options.json:
            from dataclasses import asdict

            json.dump([asdict(record) for record in records], sys.stdout, indent=2)
            print()
        return outcome(records)

    return _locked(options, work)


def _load(options: argparse.Namespace) -> int:
    from pipelines import steps

    def work(config: Config) -> int:
        return say_loaded(steps.load(config), as_json=options.json)

    return _locked(options, work)


def _build(options: argparse.Namespace) -> int:
    from pipelines import steps

    def work(config: Config) -> int:
        built = steps.build(config)
        print(f"cleaned {built.cleaned:,} postings, read {built.extracted:,} for skills")
        return 0

    return _locked(options, work)


def _check(options: argparse.Namespace) -> int:
    from pipelines import steps

    def work(config: Config) -> int:
        failed = steps.check(config)
        if options.json:
            rows = [{"check": check.name, "meaning": check.meaning, "rows": check.count} for check in failed]
            print(json.dumps(rows, indent=2))
        else:
            for check in failed:
                print(f"{check.name}: {check.count} rows; {check.meaning}\n{check.rows}")
            print("all checks passed" if not failed else f"{len(failed)} checks failed")
        return 1 if failed else 0

    return _locked(options, work)


def _publish(options: argparse.Namespace) -> int:
    from pipelines import steps

    def work(config: Config) -> int:
        print(steps.publish(config))
        return 0

    return _locked(options, work)


def _report(options: argparse.Namespace) -> int:
    if options.which == "person":
        from pipelines.commands.person import write_own_page

        return write_own_page(options)
    from pipelines import steps
    from reports.market.edition import one_edition
    from reports.printing import find_browser, print_pdf

    edition = None
    if options.role or options.country or options.modules:
        edition = one_edition(
            role=options.role,
            country=options.country,
            skill=options.skill,
            modules=Path(options.modules) if options.modules else None,
        )
    reported = steps.report(settings(options), options.skill, edition)
    for one in reported.written:
        print(one.page)
    if options.pdf:
        browser = find_browser(os.environ)
        for one in reported.written:
            print(print_pdf(browser, one.page))
    return warn(reported)


def _rebuild(options: argparse.Namespace) -> int:
    from pipelines import steps

    def work(config: Config) -> int:
        built = steps.rebuild(config)
        print(f"cleaned {built.cleaned:,} postings, read {built.extracted:,} for skills")
        print(steps.publish(config))
        return 0

    return _locked(options, work)


def outcome(records: "Sequence[CrawlRecord]") -> int:
    """Say how many boards can be believed; 3 when not all."""
    doubtful = [record for record in records if record.verdict != "accepted"]
    postings = sum(record.postings for record in records if record.verdict != "rejected")
    print(f"{len(records) - len(doubtful)} of {len(records)} boards accepted, {postings:,} postings")
    return PARTLY if doubtful else 0


def say_loaded(result: "LoadResult", *, as_json: bool = False) -> int:
    """Say what a load did; 1 when a landing file was refused."""
    if as_json:
        from dataclasses import asdict

        print(json.dumps(asdict(result), indent=2, default=str))
    else:
        print(result)
    return 1 if result.refused else 0
