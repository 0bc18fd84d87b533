"""Chart: what is asked and the course does not teach."""

from matplotlib.axes import Axes

from reports import wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows


def subtitle(rows: Rows, population: Population) -> str:
    """Share of what."""
    return (
        f"Share of {wording.counted(population.adverts, 'advert')} that name each skill outside the list of modules, "
        f"{population.when()}. {wording.WHISKERS}"
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """One skill with enough adverts is needed."""
    if not rows:
        return "Every skill that an advert names is on the list of modules, or no advert has been counted yet."
    if not any(row["enough"] for row in rows):
        return "Too few to say: no skill outside the list is named in 10 of 100 adverts. The table holds the counts."
    return None


def height(rows: Rows, narrow: bool) -> int:
    """A line for each skill."""
    return marks.height([row["label"] for row in rows], narrow)


def draw(axes: Axes, rows: Rows) -> str:
    """Bars with whiskers; returns the headline."""
    marks.bars(axes, [_line(row) for row in rows])
    return headline(rows)


def headline(rows: Rows) -> str:
    """The most asked that is not taught."""
    first = next(row for row in rows if row["enough"])
    rising = [wording.name(row["label"]) for row in rows if row["verdict"] == "rising"]
    text = (
        f"{wording.capital(wording.name(first['label']))} is the most asked skill that the course does not teach: in "
        f"{wording.percent(first['share'])} of adverts"
    )
    return f"{text}; rising: {wording.listed(rising, most=3)}" if rising else text


def _line(row: Row) -> marks.Line:
    if not row["enough"]:
        return marks.Line(name=row["label"], share=None, words=wording.few(row["k"], row["n"]))
    mark = marks.VERDICTS.get(row["verdict"], "")
    words = f"{wording.percent(row['share'])}  {mark}".rstrip()
    share, low, high = row["share"], row["low"], row["high"]
    return marks.Line(name=row["label"], share=share, low=low, high=high, words=words, strong=bool(mark))


CHART = Chart(
    order=20,
    topic="Outside the syllabus",
    readers="curriculum",
    asks=("modules",),
    columns=(
        Column("label", "Skill"),
        Column("k", "Adverts naming it", "count"),
        Column("employers", "Employers naming it", "count"),
        Column("share", "Share here", "share"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("share_of_all", "Share of all adverts", "share"),
        Column("verdict", "Change in a year"),
    ),
    note=(
        "In demand is what these adverts ask; hot is what all adverts ask: the table holds both shares. Only a verdict "
        "puts a mark beside a share."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
