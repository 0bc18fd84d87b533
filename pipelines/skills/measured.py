"""What the extractor was last measured to do, shipped as data with it: reports print these figures as they stand."""

import functools
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

FILE = "measured.toml"
COUNTS = "measured_skills.toml"


def measured_file() -> Path:
    """Where the figures are kept; ``skilltide skills evaluate --marked … --write`` writes them."""
    return Path(str(files("pipelines.skills") / FILE))


@functools.cache
def measured() -> dict[str, Any]:
    """The figures: tables ``groups``, ``wrong`` and ``missed``; empty when nothing was measured yet."""
    path = measured_file()
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def counts_file() -> Path:
    """Where the counts by skill are kept that come with the figures."""
    return Path(str(files("pipelines.skills") / COUNTS))


@functools.cache
def counts_by_skill() -> dict[str, list[int]]:
    """By skill: marked adverts in which it was found rightly, found wrongly, and missed."""
    path = counts_file()
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
