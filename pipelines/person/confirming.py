"""The numbers of the gap again, by SQL that anybody can run with `skilltide sql`; and whether they agree."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.person.market import UNCOUNTED_AREAS, UNCOUNTED_TYPES, too_broad
from pipelines.person.standing import Standing
from warehouse.database import open_published, query


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One query with what it answered and what the gap says."""

    sql: str
    answered: Mapping[str, int]
    said: Mapping[str, int]

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return self.answered == self.said


def confirm(standing: Standing, published: Path) -> Iterator[Confirmation]:
    """Ask the copy for the coverage and for each rung."""
    coverage, held = standing.gap.coverage, sorted(standing.profile.held)
    said = {
        "n": coverage.n,
        "whole": coverage.whole.k,
        "all_but_one": coverage.one.k,
        "all_but_two": coverage.two.k,
    }
    yield _confirm(standing, published, "confirm_coverage", {"held": held}, said)
    for step in standing.gap.ladder:
        said = {"opens": step.opens.k, "employers": step.employers, "asking": step.asking.k}
        yield _confirm(standing, published, "confirm_rung", {"held": held, "skill": step.skill}, said)
        held = [*held, step.skill]


def _confirm(
    standing: Standing, published: Path, name: str, values: Mapping[str, Any], said: Mapping[str, int]
) -> Confirmation:
    # The body is a tail of CTEs: the openings come first, so that both ask the very same population.
    target = _filled(_bare("openings"), standing.market.parameters)
    not_counted = {
        "uncounted_types": sorted(UNCOUNTED_TYPES),
        "uncounted_areas": sorted(UNCOUNTED_AREAS),
        "too_broad": sorted(too_broad()),
    }
    sql = f"with target as (\n{target}\n),\n{_filled(_bare(name), {**not_counted, **values})}"
    with open_published(published) as connection:
        cursor = connection.execute(sql)
        keys = [column[0] for column in cursor.description or ()]
        row = cursor.fetchone() or ()
    return Confirmation(sql, dict(zip(keys, row, strict=True)), said)


def _bare(name: str) -> str:
    lines = query(f"person/{name}").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


def _filled(sql: str, values: Mapping[str, Any]) -> str:
    """The query with its parameters written out."""
    return re.sub(r"\$(\w+)", lambda found: _literal(values[found[1]]), sql)


def _literal(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_literal(one) for one in value) + "]"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    return "'" + str(value).replace("'", "''") + "'"
