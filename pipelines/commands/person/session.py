"""What all actions of ``skilltide person`` share: the person's files, where they stand, how an answer is printed."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

from pipelines.config import Config, read_config

if TYPE_CHECKING:
    from pipelines.person.keeping import PersonFiles
    from pipelines.person.profile import Target
    from pipelines.person.standing import Standing


def own_places(options: argparse.Namespace) -> "tuple[Config, PersonFiles]":
    """The configuration, and the files of the person."""
    from pipelines.person.keeping import PersonFiles

    config = read_config(data=options.data, contact=getattr(options, "contact", None), today=options.today)
    return config, PersonFiles(options.person or config.data / "person")


def own_standing(options: argparse.Namespace) -> "tuple[Config, Standing]":
    """The configuration, and where the person stands."""
    from pipelines.person.standing import take_stock

    config, files = own_places(options)
    return config, take_stock(files, config.published, target=given_target(options), months=options.months)


def given_target(options: argparse.Namespace) -> "Target":
    """The target that the flags name."""
    from pipelines.person.keeping import PersonRefused
    from pipelines.person.profile import LEVELS, Target
    from pipelines.person.wording import say

    if options.level not in LEVELS:
        raise PersonRefused(say("profile.bad_level", level=options.level, known=", ".join(LEVELS[1:])))
    return Target(tuple(options.role), options.level, options.place, options.remote)


def tell(lines: Iterable[str]) -> int:
    """Print lines; the exit code of a command that did its work."""
    for line in lines:
        print(line)
    return 0


def tell_json(value: Any) -> int:
    """Print an answer for programs; the exit code likewise."""
    print(json.dumps(_plain(value), ensure_ascii=False, indent=2, default=str))
    return 0


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def listen(prompt: str) -> str:
    """Ask in the terminal."""
    from prompt_toolkit import prompt as ask

    return ask(prompt)
