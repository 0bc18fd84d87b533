"""The command line as a page, ``docs/cli.md``: made from the parser, so that it cannot say anything else.

``python -m pipelines.command_page > docs/cli.md`` writes it; its head is ``command_page.md``.
"""

import argparse
from collections.abc import Iterator
from importlib.resources import files

from pipelines.__main__ import EPILOG, parser


def page() -> str:
    """The whole page as Markdown; the same on every version of Python."""
    head = files("pipelines").joinpath("command_page.md").read_text(encoding="utf-8")
    return "\n".join([head, f"```text\n{EPILOG}\n```\n", *_commands(parser(), ["skilltide"])])


def _commands(top: argparse.ArgumentParser, names: list[str]) -> Iterator[str]:
    for name, command, told in _below(top):
        path = [*names, name]
        yield f"## {' '.join(path)}\n\n{_sentence(told)}\n"
        rows = [_row(action) for action in command._actions if _is_shown(action)]
        if rows:
            yield "| argument | meaning |\n|---|---|"
            yield from rows
            yield ""
        if command.epilog:
            yield f"```text\n{command.epilog}\n```\n"
        yield from _commands(command, path)


def _below(top: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, command in action.choices.items():
                yield name, command, told.get(name, "")


def _is_shown(action: argparse.Action) -> bool:
    return not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)


def _row(action: argparse.Action) -> str:
    value = action.metavar or ("/".join(map(str, action.choices)) if action.choices else action.dest.upper())
    if isinstance(value, tuple):
        value = " ".join(value)
    takes = "" if action.nargs == 0 else value
    many = " …" if action.nargs in {"*", "+"} else ""
    name = ", ".join(f"`{option} {takes}`".replace(" `", "`") for option in action.option_strings) or f"`{value}{many}`"
    return f"| {name} | {_sentence(action.help or '').replace('|', chr(92) + '|')} |"


def _sentence(text: str) -> str:
    text = text.replace("%%", "%")
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", ":", "…")) or not text else ".")


if __name__ == "__main__":
    print(page(), end="")
