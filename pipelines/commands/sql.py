"""``skilltide sql``: questions to the published copy, always read-only."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.config import Config, ConfigError, read_config


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    text = "query the published copy (read-only); without a query, an interactive session"
    command = commands.add_parser("sql", parents=[shared], help=text, description=text)
    command.add_argument("query", nargs="?", help="one SQL query; - reads it from standard input")
    command.add_argument("--question", metavar="NAME", help="a named question instead of a query")
    command.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter of it")
    command.add_argument("--questions", action="store_true", help="list the named questions")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_const", const="csv", dest="form")
    form.add_argument("--json", action="store_const", const="json", dest="form")
    form.add_argument("--parquet", type=Path, metavar="FILE", help="write the answer into this file")
    command.add_argument("--limit", type=int, default=200, metavar="N", help="rows shown in a table (200)")
    command.set_defaults(run=_run, form="table")


def _run(options: argparse.Namespace) -> int:
    import sys

    config = read_config(data=options.data, today=options.today)
    if options.limit < 1:
        raise ConfigError(f"--limit {options.limit} shows nothing; give a whole number of at least 1")
    if options.questions:
        return _list(options.form)
    if options.question:
        if options.query:
            raise ConfigError("a query and --question: choose one")
        return _ask_question(config, options)
    if options.query is None and sys.stdin.isatty():
        from warehouse.conversation import converse

        converse(config.published, config.cache / "sql-history", sys.stdout)
        return 0
    from warehouse.asking import answer

    query = sys.stdin.read() if options.query in {None, "-"} else options.query
    answer(config.published, query, form=options.form, limit=options.limit, out=sys.stdout, parquet=options.parquet)
    return 0


def _list(form: str) -> int:
    from warehouse.questions import list_questions

    questions = list_questions()
    if form == "json":
        print(json.dumps([asdict(question) for question in questions], indent=2))
        return 0
    for question in questions:
        parameters = "".join(f" --set {name}={default}" for name, (default, _) in question.parameters.items())
        print(f"{question.name}{parameters}\n    {question.text}")
    print(f"{len(questions)} questions; `skilltide sql --question NAME` asks one")
    return 0


def _ask_question(config: Config, options: argparse.Namespace) -> int:
    import sys

    from warehouse.asking import answer
    from warehouse.conversation import parse_values
    from warehouse.questions import find_question

    question = find_question(options.question)
    if options.form == "table" and not options.parquet:
        print(f"{question.text}\n{question.caveats}".rstrip() + "\n")
    answer(
        config.published,
        question.sql,
        form=options.form,
        limit=options.limit,
        out=sys.stdout,
        values=question.values(parse_values(options.set)),
        parquet=options.parquet,
    )
    return 0
