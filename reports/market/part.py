"""A chart with its frame: headline, subtitle, picture or the reason why there is none, and the rows behind it."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from reports import drawing, tables, wording
from reports.market.chart import FoundChart, Readers
from reports.market.population import Population
from reports.market.reading import Parameters, ask, filled_in
from reports.tables import Column, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One chart as the page shows it. Without ``picture`` there is a ``refusal``."""

    name: str
    topic: str
    headline: str
    subtitle: str
    note: str
    picture: drawing.Picture | None
    refusal: str | None
    columns: tuple[Column, ...]
    rows: Rows
    sql: str
    about_change: bool
    readers: Readers
    has_hole: bool = False

    @property
    def csv(self) -> str:
        """The table as CSV."""
        return tables.as_csv(self.columns, self.rows)

    @property
    def csv_uri(self) -> str:
        """The CSV inside the page."""
        return _uri("text/csv", self.csv)

    @property
    def json_uri(self) -> str:
        """The table as JSON inside the page."""
        return _uri("application/json", tables.as_json(tables.records(self.columns, self.rows)))


def make_part(connection: DuckDBPyConnection, found: FoundChart, population: Population, asked: Parameters) -> Part:
    """Ask a chart's question and draw the answer, unless the chart refuses it."""
    chart = found.chart
    lacking = missing(connection, chart.needs)
    rows = [] if lacking else ask(connection, found.sql, asked)
    refusal = _not_held(lacking) if lacking else chart.refusal(rows, population)
    picture, headline = None, f"{chart.topic}: no chart"
    if refusal is None:
        wide, narrow = chart.height(rows, False), chart.height(rows, True)
        picture, headline = drawing.picture(found.name, lambda axes: chart.draw(axes, rows), wide, narrow)
    return Part(
        name=found.name,
        topic=chart.topic,
        headline=headline,
        subtitle=chart.subtitle(rows, population),
        note=chart.note,
        picture=picture,
        refusal=refusal,
        columns=chart.columns,
        rows=rows,
        sql=filled_in(found.sql, asked).strip(),
        about_change=chart.about_change,
        readers=chart.readers,
        has_hole=refusal is not None and chart.has_hole(rows),
    )


def missing(connection: DuckDBPyConnection, needs: Sequence[str]) -> list[str]:
    """Of these relations and columns, those that the published copy has not."""
    there = ask(connection, "select table_name as relation, column_name as one from information_schema.columns")
    known = {row["relation"] for row in there} | {f"{row['relation']}.{row['one']}" for row in there}
    return [name for name in needs if name not in known]


def _not_held(lacking: Sequence[str]) -> str:
    return (
        f"This published copy does not hold {wording.listed(lacking)}: it was made by an earlier version. Build and "
        "publish again."
    )


def _uri(kind: str, text: str) -> str:
    return f"data:{kind};charset=utf-8;base64,{b64encode(text.encode('utf-8')).decode('ascii')}"
