"""``skilltide skills``: extract skills from text, explain a skill, measure the extractor."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the commands."""
    group = commands.add_parser("skills", help="find skills in text; explain one; measure the extractor")
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    extract = actions.add_parser("extract", parents=[shared], help="text on standard input, skills out")
    extract.add_argument("--jsonl", action="store_true", help='lines {"id","title","text"} in, {"id","skills"} out')
    extract.set_defaults(run=_extract)
    show = actions.add_parser("show", parents=[shared], help="the catalogue's entry of a skill")
    show.add_argument("name")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=_show)
    evaluate = actions.add_parser("evaluate", parents=[shared], help="precision and recall on a labelled file")
    evaluate.add_argument("file", type=Path)
    evaluate.add_argument("--json", action="store_true")
    evaluate.set_defaults(run=_evaluate)


def _extract(options: argparse.Namespace) -> int:
    from pipelines.skills.extraction import extract, extract_lines

    if options.jsonl:
        return extract_lines(sys.stdin.buffer, sys.stdout.buffer)
    for hit in extract("", sys.stdin.read()):
        print(f"{hit.skill}\t{hit.requirement}\t{hit.surface}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from pipelines.skills.showing import as_record, describe

    print(json.dumps(as_record(options.name), indent=2) if options.json else describe(options.name))
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from pipelines.skills.evaluation import evaluate

    answer = evaluate(options.file)
    if options.json:
        print(json.dumps(answer, indent=2))
        return 0
    for layer, figures in answer.items():
        print(f"{layer}: " + ", ".join(f"{name} {value}" for name, value in figures.items()))
    return 0
