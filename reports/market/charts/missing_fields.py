"""Chart: which fields each source leaves blank."""

from matplotlib.axes import Axes

from reports import wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Rows

FIELDS = {
    "with_text": "text",
    "with_date": "date",
    "with_place": "place",
    "with_company": "employer",
    "with_remote": "remote",
    "with_type": "contract",
}


def subtitle(rows: Rows, population: Population) -> str:
    """What a cell is."""
    n = rows[0]["n"] if rows else 0
    return (
        f"Part of {wording.counted(n, 'posting')} of all times in which each field could be read, by source. The "
        "deeper, the more is blank."
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """A posting is needed."""
    return None if rows else "No posting has been read yet."


def height(rows: Rows, narrow: bool) -> int:
    """A line for each source."""
    return marks.height([row["label"] for row in rows], narrow, axis=52 if narrow else 38)


def draw(axes: Axes, rows: Rows) -> str:
    """A heat table; returns the headline."""
    cells = [[marks.Cell(share=row[key], depth=1 - row[key]) for key in FIELDS] for row in rows]
    marks.heat(axes, [row["label"] for row in rows], list(FIELDS.values()), cells)
    return headline(rows)


def headline(rows: Rows) -> str:
    """The field that is blank most often."""
    whole = rows[0]
    key = min(FIELDS, key=lambda name: (whole[name], name))
    if whole[key] == 1:
        return "Every field could be read in every posting"
    words = {"remote": "remote or not", "contract": "the kind of contract", "text": "a readable text"}
    what = words.get(FIELDS[key], f"the {FIELDS[key]}")
    return f"{wording.capital(what)} is left open most: it could be read in {wording.percent(whole[key])} of postings"


CHART = Chart(
    order=40,
    topic="What is left blank",
    readers="analyst",
    columns=(
        Column("label", "Source"),
        Column("n", "Postings", "count"),
        Column("with_text", "Text", "share"),
        Column("with_date", "Date", "share"),
        Column("with_place", "Place", "share"),
        Column("with_company", "Employer", "share"),
        Column("with_remote", "Remote or not", "share"),
        Column("with_type", "Kind of contract", "share"),
    ),
    note=(
        "A blank field is not a no: an advert that does not say remote may be remote. Shares by such a field leave it "
        "out."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
