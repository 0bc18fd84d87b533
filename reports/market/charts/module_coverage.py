"""Chart: how much of the market a course covers, and what each of its modules buys."""

from matplotlib.axes import Axes

from reports import wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows

MOST_DRAWN = 16


def drawn(rows: Rows) -> list[Row]:
    """The course and its modules; populations stand in the table."""
    return [row for row in rows if row["kind"] != "population"][:MOST_DRAWN]


def subtitle(rows: Rows, population: Population) -> str:
    """Out of how many adverts, and which names of the list are not known."""
    if not rows:
        return "Share of adverts whose musts the course covers."
    adverts = wording.counted(rows[0]["n"], "advert")
    text = (
        f"Share of {adverts} with a stated must, {population.when()}, all of whose musts are taught; under it, what "
        f"would be lost without each module. {wording.WHISKERS}"
    )
    if rows[0]["unknown"]:
        text += f" Not known to the catalogue, and so never counted: {wording.name(rows[0]['unknown'], 120)}."
    return text


def refusal(rows: Rows, population: Population) -> str | None:
    """A hundred adverts with a stated must are needed."""
    if not rows:
        return "No advert of the last three complete months states a must, so coverage cannot be measured."
    if not rows[0]["enough"]:
        return f"Too few to say: {wording.counted(rows[0]['n'], 'advert')} with a stated must; 100 are needed."
    return None


def height(rows: Rows, narrow: bool) -> int:
    """A line for the course and for each module."""
    return marks.height([_name(row) for row in drawn(rows)], narrow)


def draw(axes: Axes, rows: Rows) -> str:
    """Bars with whiskers; returns the headline."""
    lines = [_line(row) for row in drawn(rows)]
    marks.bars(axes, lines, right=90, narrow_right=70)
    return headline(rows)


def headline(rows: Rows) -> str:
    """What the course covers, and which module buys most."""
    whole = rows[0]
    text = f"The course covers all musts of {wording.percent(whole['share'])} of adverts"
    modules = [row for row in rows if row["kind"] == "module" and row["k"]]
    if not modules:
        return text
    return f"{text}; without “{wording.name(modules[0]['label'])}” it loses {wording.percent(modules[0]['share'])}"


def _name(row: Row) -> str:
    return str(row["label"]) if row["kind"] == "course" else f"− {row['label']}"


def _line(row: Row) -> marks.Line:
    whole = row["kind"] == "course"
    words = "" if whole else f"−{wording.percent(row['share'])}"
    return marks.Line(name=_name(row), share=row["share"], low=row["low"], high=row["high"], words=words, strong=whole)


CHART = Chart(
    order=10,
    topic="What the course covers",
    readers="curriculum",
    asks=("modules",),
    columns=(
        Column("label", "Course, module left out, or adverts"),
        Column("kind", "Kind"),
        Column("k", "Adverts covered, or lost", "count"),
        Column("n", "Adverts with a must", "count"),
        Column("share", "Share", "share"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
    ),
    note=(
        "Only what an advert states as a must counts; soft skills, degrees and certificates are left out. A skill that "
        "two modules teach is lost with neither. The table holds coverage by role and level too."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
