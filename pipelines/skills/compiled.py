"""The shipped catalogue, read in milliseconds: a compiled copy in the user's cache folder, named by its version.

Reading and checking the data files takes a second; the copy holds the same entries as plain JSON. It is only ever
a shortcut: where it cannot be written, or does not fit, the data files are read.
"""

import functools
import logging
import os
import sys
import tempfile
from dataclasses import astuple
from pathlib import Path
from typing import Any

import orjson

from pipelines.skills.catalogue import (
    COLUMNS,
    Catalogue,
    Skill,
    catalogue_files,
    content_version,
    read_catalogue,
)

logger = logging.getLogger(__name__)

KEPT = 8
"""Copies kept: several versions of the program may be in use side by side."""


@functools.cache
def load_catalogue() -> Catalogue:
    """The shipped catalogue, once per process."""
    return load(catalogue_files(), cache_folder())


def load(paths: list[Path], folder: Path) -> Catalogue:
    """The catalogue of these data files, through a compiled copy in ``folder``."""
    version = content_version(paths)
    copy = folder / f"catalogue-{version}.json"
    if (catalogue := _read(copy, version)) is not None:
        return catalogue
    catalogue = read_catalogue(paths)
    _write(copy, catalogue)
    return catalogue


def cache_folder() -> Path:
    """Where this system keeps what programs can make again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "skilltide"


def _read(copy: Path, version: str) -> Catalogue | None:
    """The copy, or None where there is none that fits: another program may have written there."""
    try:
        content = orjson.loads(copy.read_bytes())
        if content["columns"] != list(COLUMNS) or content["version"] != version:
            return None
        entries = [_skill(row) for row in content["skills"]]
        return Catalogue({skill.skill: skill for skill in entries}, version, content["spellings"])
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError):
        return None


def _skill(row: list[Any]) -> Skill:
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Skill(*values)


def _write(copy: Path, catalogue: Catalogue) -> None:
    """Write the copy beside its name and rename it, so that no reader meets half of one."""
    content = {
        "version": catalogue.version,
        "columns": COLUMNS,
        "skills": [astuple(skill) for skill in catalogue.skills.values()],
        "spellings": catalogue.spellings,
    }
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=copy.parent, delete=False) as partial:
            partial.write(orjson.dumps(content))
        Path(partial.name).replace(copy)
        for other in sorted(copy.parent.glob("catalogue-*.json"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            other.unlink(missing_ok=True)
    except OSError as error:
        logger.debug("no compiled catalogue kept in %s: %s", copy.parent, error)
