"""Chart: phrases that stand where skills stand and that the catalogue does not know yet."""

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Rows

MOST_DRAWN = 14


def subtitle(rows: Rows, population: Population) -> str:
    """What is counted."""
    return (
        "Employers that name each phrase after words such as “experience with”, where the catalogue knows no skill; "
        f"{population.when()}. For a person to look through: some are no skills."
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """One phrase of five employers is needed."""
    return None if rows else "No unknown phrase stands in the requirements of five employers."


def height(rows: Rows, narrow: bool) -> int:
    """A line for each phrase."""
    return marks.height([row["label"] for row in rows[:MOST_DRAWN]], narrow)


def draw(axes: Axes, rows: Rows) -> str:
    """A bar for each; returns the headline."""
    shown = rows[:MOST_DRAWN]
    marks.place_lines(axes, [row["label"] for row in shown], right=130, narrow_right=60)
    for place, row in enumerate(shown):
        axes.barh(place, row["employers"], height=0.62, color=drawing.TINT)
        marks.say(axes, place, row["employers"], wording.count(row["employers"]))
    axes.set_xticks([])
    axes.set_xlim(0, max(row["employers"] for row in shown))
    return headline(rows)


def headline(rows: Rows) -> str:
    """The phrase most employers use."""
    names = [wording.name(row["label"], 40) for row in rows[:3]]
    if len(rows) == 1:
        return f"One phrase that the catalogue does not know: {names[0]}"
    first = f"{wording.listed(names)} first" if len(rows) > len(names) else wording.listed(names)
    return f"{wording.capital(wording.number(len(rows)))} phrases that the catalogue does not know: {first}"


CHART = Chart(
    order=60,
    topic="Emerging terms",
    readers="curriculum",
    needs=("emerging_term",),
    columns=(
        Column("label", "Phrase"),
        Column("employers", "Employers", "count"),
        Column("k", "Adverts", "count"),
        Column("quote", "One place where it stands"),
    ),
    note=(
        "Found by position, not by meaning, so company names and plain words slip in. Bars have no interval: it is a "
        "list to look through, not a measurement."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
