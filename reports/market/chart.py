"""What a chart is, and how the charts of the market report are found: one module in charts/, one .sql beside it.

The frame round a chart (title, population, table, twins, the SQL itself) is the same for all and added by
reports/market/build.py. Adding a chart touches nothing else.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from matplotlib.axes import Axes

from reports.market import charts
from reports.market.population import Population
from reports.tables import Column, Rows

Readers = Literal["everyone", "coach", "curriculum", "analyst"]

HEADINGS: dict[Readers, str] = {
    "everyone": "The market",
    "coach": "For people who advise",
    "curriculum": "For people who teach",
    "analyst": "For people who check the numbers",
}
"""The parts of the page, in order."""


def _never(rows: Rows) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a module in charts/ declares, as ``CHART``.

    ``draw`` gets axes that fill the drawing, and rows that ``refusal`` let pass; it returns the headline, a
    sentence computed from those rows. It runs once for each width, so it must not keep anything.
    """

    order: int
    """Place on the page; smaller comes first."""
    topic: str
    """Two or three words above the headline."""
    columns: tuple[Column, ...]
    """The table under the chart, in order."""
    note: str
    """What was left out and why, and how to read the marks."""
    subtitle: Callable[[Rows, Population], str]
    """What is plotted: population, number of adverts and employers, dates."""
    refusal: Callable[[Rows, Population], str | None]
    """Why these rows must not be drawn, in words; None if they may."""
    height: Callable[[Rows, bool], int]
    """Height in CSS pixels, for the wide drawing or (True) the narrow one."""
    draw: Callable[[Axes, Rows], str]
    about_change: bool = False
    """Whether it sets months side by side; that such a chart is withheld is told on the front page."""
    readers: Readers = "everyone"
    """Whose questions it answers: the heading on the page under which it stands."""
    needs: tuple[str, ...] = ()
    """Relations, or columns as ``relation.column``, that an older published copy may lack."""
    asks: tuple[str, ...] = ()
    """Parameters without which the chart has no question; then it is not on the page at all."""
    has_hole: Callable[[Rows], bool] = _never
    """Whether these rows are refused because sources were silent: then the health gate is shut."""


@dataclass(frozen=True, slots=True)
class FoundChart:
    """A chart with its name (the module's) and its SQL (the file of the same name beside it)."""

    name: str
    sql: str
    chart: Chart


def find_charts() -> list[FoundChart]:
    """All charts, in the order of the page."""
    found = []
    for module in pkgutil.iter_modules(charts.__path__):
        chart = importlib.import_module(f"{charts.__name__}.{module.name}").CHART
        sql = (files(charts) / f"{module.name}.sql").read_text(encoding="utf-8")
        found.append(FoundChart(module.name, sql, chart))
    parts = list(HEADINGS)
    return sorted(found, key=lambda one: (parts.index(one.chart.readers), one.chart.order, one.name))
