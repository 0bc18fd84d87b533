"""A chart with its frame: headline, subtitle, picture or the reason why there is none, and the rows behind it."""

from base64 import b64encode
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from reports import drawing, tables
from reports.market.chart import FoundChart
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
    rows = ask(connection, found.sql, asked)
    refusal = chart.refusal(rows, population)
    picture, headline = None, f"{chart.topic}: nothing is drawn, and here is why"
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
    )


def _uri(kind: str, text: str) -> str:
    return f"data:{kind};charset=utf-8;base64,{b64encode(text.encode('utf-8')).decode('ascii')}"
