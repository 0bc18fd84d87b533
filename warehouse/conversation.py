"""The interactive session of ``skilltide sql``: several lines, completion, history; always read-only."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from duckdb import DuckDBPyConnection

from warehouse.asking import FORMS, QueryRefused, run, write
from warehouse.database import open_published
from warehouse.questions import UnknownQuestion, find_question, list_questions

HELP = """A query ends with a semicolon and may have several lines.
  .tables            the relations             .questions       the named questions
  .schema NAME       its columns               .ask NAME [P=V]  the answer to one
  .form table|csv|json                         .quit            leaves (so does Ctrl-D)"""
KEYWORDS = (
    "select from where group by order limit having join left using on with as and or not in is null like ilike between "
    "case when then else end distinct count sum avg min max median quantile_cont over partition qualify desc asc union "
    "all exclude replace strftime date_trunc wilson_low wilson_high"
).split()
LIMIT = 200


def converse(published: Path, history: Path, out: TextIO) -> None:
    """A session on the terminal, until .quit or the end of input. ``history`` keeps what was typed."""
    print(f"skilltide sql, read-only on {published}\n{HELP}", file=out)
    with open_published(published) as connection:
        session = Session(connection, out)
        for line in _typed(connection, history):
            if not session.take(line):
                return


class Session:
    """Takes one query or dot command at a time; ``form`` is how answers are written."""

    def __init__(self, connection: DuckDBPyConnection, out: TextIO) -> None:
        self._connection = connection
        self._out = out
        self._form = "table"

    def take(self, text: str) -> bool:
        """Answer, or say what is wrong; False when the session is over."""
        text = text.strip()
        if text in {".quit", ".exit"}:
            return False
        try:
            if text.startswith("."):
                self._command(*text.split())
            elif text.rstrip(";").strip():
                self._answer(text)
        except (QueryRefused, UnknownQuestion) as error:
            print(error, file=self._out)
        return True

    def _answer(self, text: str, values: dict[str, str] | None = None) -> None:
        write(run(self._connection, text, values), self._form, LIMIT, self._out)

    def _command(self, name: str, *words: str) -> None:
        if name == ".tables":
            self._answer("select distinct relation, relation_meaning as meaning from data_dictionary order by all")
        elif name == ".schema" and len(words) == 1:
            columns = 'select "column", "type", meaning from data_dictionary where relation = $relation'
            self._answer(columns, {"relation": words[0]})
        elif name == ".questions":
            for question in list_questions():
                print(f"{question.name:32} {question.text}", file=self._out)
        elif name == ".ask" and words:
            question = find_question(words[0])
            self._answer(question.sql, question.values(parse_values(words[1:])))
        elif name == ".form" and len(words) == 1 and words[0] in FORMS:
            self._form = words[0]
        else:
            print(HELP, file=self._out)


def parse_values(words: tuple[str, ...] | list[str]) -> dict[str, str]:
    """``skill=go`` as a mapping. Raises ``UnknownQuestion`` where there is no ``=``."""
    values = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise UnknownQuestion(f"{word!r}: write a parameter as name=value")
        values[name.lstrip("$")] = value
    return values


def _typed(connection: DuckDBPyConnection, history: Path) -> Iterator[str]:
    """What the user types, one whole query or command at a time."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.history import FileHistory
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.lexers import PygmentsLexer
    from pygments.lexers.sql import SqlLexer

    history.parent.mkdir(parents=True, exist_ok=True)
    history.touch(mode=0o600)
    rows = connection.execute('select distinct relation, "column" from data_dictionary').fetchall()
    words = sorted({*KEYWORDS, *(name for row in rows for name in row)})
    keys = KeyBindings()
    session: PromptSession[str] = PromptSession(
        "sql> ",
        multiline=True,
        prompt_continuation="...> ",
        completer=WordCompleter(words, ignore_case=True),
        lexer=PygmentsLexer(SqlLexer),
        history=FileHistory(str(history)),
        key_bindings=keys,
    )

    @keys.add("enter", filter=Condition(lambda: is_whole(session.default_buffer.text)))
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    yield from _until_the_end(session.prompt)


def is_whole(text: str) -> bool:
    """Whether Enter sends what is typed: a dot command, a query with its semicolon, or nothing."""
    text = text.strip()
    return not text or text.startswith(".") or text.endswith(";")


def _until_the_end(ask: Callable[[], str]) -> Iterator[str]:
    while True:
        try:
            yield ask()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
