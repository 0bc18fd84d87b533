"""Chart: why several postings were taken for one opening."""

from matplotlib.axes import Axes

from reports import wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Rows


def subtitle(rows: Rows, population: Population) -> str:
    """Out of how many postings."""
    n = rows[0]["n"] if rows else 0
    return f"Of {wording.counted(n, 'posting')} of all times, by why each belongs to its opening."


def refusal(rows: Rows, population: Population) -> str | None:
    """A posting is needed."""
    return None if rows else "No posting has been read yet."


def height(rows: Rows, narrow: bool) -> int:
    """A line for each reason."""
    return marks.height([row["label"] for row in rows], narrow)


def draw(axes: Axes, rows: Rows) -> str:
    """A bar for each reason; returns the headline."""
    lines = [
        marks.Line(
            name=row["label"],
            share=row["share"],
            words=f"{wording.count(row['k'])} ({wording.percent(row['share'])})",
            strong=row["basis"] != "first",
        )
        for row in rows
    ]
    marks.bars(axes, lines, right=150, narrow_right=104)
    return headline(rows)


def headline(rows: Rows) -> str:
    """How many postings repeat another."""
    again = sum(row["k"] for row in rows if row["basis"] != "first")
    n = rows[0]["n"]
    return f"{wording.percent(again / n)} of postings repeat another one and are counted with it"


CHART = Chart(
    order=30,
    topic="What was counted once",
    readers="analyst",
    columns=(
        Column("label", "Why it belongs to its opening"),
        Column("k", "Postings", "count"),
        Column("share", "Of all postings", "share"),
        Column("openings", "Openings", "count"),
        Column("least_alike", "Least alike", "share"),
    ),
    note=(
        "An opening with several postings is counted once, by the first of them. Every link is in the relation "
        "posting_vacancy with its reason, so that it can be undone in a query."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
