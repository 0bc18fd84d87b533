"""``skilltide skills``: extract skills from text, explain one, measure the extractor, find what it does not know."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from pipelines.config import ConfigError, read_config


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the commands."""
    group = commands.add_parser("skills", help="find skills in text; explain one; measure the extractor")
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    extract = actions.add_parser("extract", parents=[shared], help="text on standard input, skills out")
    extract.add_argument("--jsonl", action="store_true", help='lines {"id","title","text"} in, {"id","skills"} out')
    extract.add_argument(
        "--listed", action="store_true", help="with --jsonl: only what the catalogue holds, ten times as fast"
    )
    extract.set_defaults(run=_extract)
    show = actions.add_parser("show", parents=[shared], help="the catalogue's entry of a skill")
    show.add_argument("name")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=_show)
    evaluate = actions.add_parser("evaluate", parents=[shared], help="precision and recall on a labelled file")
    evaluate.add_argument(
        "file", type=Path, help="sentences with labelled spans; with --marked: texts of marked adverts"
    )
    evaluate.add_argument(
        "--marked",
        type=Path,
        metavar="MARKS",
        help="marks by advert (TOML); FILE then holds lines {id, title, text, company}",
    )
    evaluate.add_argument("--write", action="store_true", help="with --marked: keep the figures for the reports")
    evaluate.add_argument("--json", action="store_true")
    evaluate.set_defaults(run=_evaluate)
    discover = actions.add_parser("discover", parents=[shared], help="phrases that the catalogue does not know")
    discover.add_argument("--least", type=int, default=2, metavar="N", help="employers that must use it (default 2)")
    discover.add_argument("--most", type=int, default=50, metavar="N", help="phrases shown (default 50)")
    discover.add_argument("--json", action="store_true")
    discover.set_defaults(run=_discover)


def _extract(options: argparse.Namespace) -> int:
    from pipelines.skills.extraction import extract

    if options.jsonl:
        from pipelines.skills.listing import extract_lines

        return extract_lines(sys.stdin.buffer, sys.stdout.buffer, phrases=not options.listed)
    for hit in extract("", sys.stdin.read()):
        print(f"{hit.skill}\t{hit.requirement}\t{hit.surface}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from pipelines.skills.showing import as_record, describe

    published = read_config(data=options.data, today=options.today).published
    if options.json:
        print(json.dumps(as_record(options.name, published), indent=2))
    else:
        print(describe(options.name, published))
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    if options.marked:
        return _evaluate_marked(options)
    from pipelines.skills.evaluation import evaluate

    answer = evaluate(options.file)
    if options.json:
        print(json.dumps(answer, indent=2))
        return 0
    for layer, figures in answer.items():
        print(f"{layer}: " + ", ".join(f"{name} {value}" for name, value in figures.items()))
    return 0


def _evaluate_marked(options: argparse.Namespace) -> int:
    from pipelines.skills.marks import as_text, compare, read_marks, read_texts, write_measured

    answer = compare(read_marks(options.marked), read_texts(options.file))
    print(json.dumps(answer, indent=2) if options.json else as_text(answer))
    if options.write:
        print(f"written to {write_measured(answer)}", file=sys.stderr)
    return 0


def _discover(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from pipelines.skills.discovery import discover
    from pipelines.skills.extraction import shipped_extractor
    from warehouse.asking_skills import readable_texts

    for flag in ("least", "most"):
        if getattr(options, flag) < 1:
            raise ConfigError(f"--{flag} {getattr(options, flag)}: give a whole number of at least 1")
    batches = readable_texts(read_config(data=options.data, today=options.today).published)
    found = discover((row for batch in batches for row in batch), shipped_extractor(), options.least)[: options.most]
    if options.json:
        print(json.dumps([asdict(unknown) for unknown in found], indent=2))
        return 0
    for unknown in found:
        beside = f"  beside {unknown.beside}" if unknown.beside else ""
        print(f"{unknown.employers:5} employers {unknown.adverts:6} adverts  {unknown.phrase}{beside}")
    if not found:
        print(f"no unknown phrase is used by {options.least} employers or more")
    return 0
