"""Chart: what adverts for beginners really ask for: years of experience, a degree, presence."""

from matplotlib.axes import Axes

from reports import wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows


def subtitle(rows: Rows, population: Population) -> str:
    """Out of how many adverts."""
    if not rows:
        return "Share of adverts for beginners."
    return (
        f"Share of {wording.counted(rows[0]['n'], 'advert')} for beginners of "
        f"{wording.counted(rows[0]['employers'], 'employer')}, {population.when()}. {wording.WHISKERS}"
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """A hundred adverts for beginners, as of different employers, are needed."""
    if not rows:
        return "No advert for beginners was found in the last three complete months."
    if not any(row["enough"] for row in rows):
        most = max(row["n_effective"] for row in rows)
        return (
            f"Too few to say: {wording.counted(rows[0]['n'], 'advert')} for beginners, which count as "
            f"{most:.0f} at most because those of one employer are alike; 100 are needed."
        )
    return None


def height(rows: Rows, narrow: bool) -> int:
    """A line for each fact."""
    return marks.height([row["label"] for row in rows], narrow)


def draw(axes: Axes, rows: Rows) -> str:
    """Bars with whiskers; returns the headline."""
    lines = [
        marks.Line(name=row["label"], share=row["share"], low=row["low"], high=row["high"], words=_few(row))
        for row in rows
    ]
    marks.bars(axes, lines, right=70, narrow_right=60)
    return headline(rows)


def headline(rows: Rows) -> str:
    """How many ask beginners for years and for a degree, as far as there are enough adverts to say."""
    years, degree, *places = rows
    told = []
    if years["share"] is not None:
        told.append(f"{wording.percent(years['share'])} of adverts for beginners ask for three years or more")
    if degree["share"] is not None:
        told.append(
            f"{wording.percent(degree['share'])} {'require' if told else 'of adverts for beginners require'} a degree"
        )
    if not told:
        first = max((row for row in places if row["share"] is not None), key=lambda row: row["share"])
        told = [f"{wording.percent(first['share'])} of adverts for beginners: {first['label']}"]
    return ", ".join(told)


def _few(row: Row) -> str:
    if row["enough"]:
        return ""
    return wording.few(row["k"], row["n"], "employers")


CHART = Chart(
    order=40,
    topic="Beginners",
    readers="coach",
    needs=("posting.years_min", "posting.degree_requirement"),
    columns=(
        Column("label", "What the advert asks"),
        Column("k", "Adverts", "count"),
        Column("n", "Of adverts for beginners", "count"),
        Column("share", "Share", "share"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
    ),
    note=(
        "An advert is for beginners by its title or its board's own field. Years and degrees are those the text names; "
        "what it leaves unsaid may still be expected. Apply anyway: adverts over-ask."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
