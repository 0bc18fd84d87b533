"""Chart: pay as advertised, the middle half of the adverts that state it, in the currency stated most."""

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows

MOST_DRAWN = 18


def drawn(rows: Rows) -> list[Row]:
    """The groups of the first currency that have enough adverts."""
    return [row for row in rows if row["enough"] and row["currency"] == rows[0]["currency"]][:MOST_DRAWN]


def subtitle(rows: Rows, population: Population) -> str:
    """Which adverts, in which currency."""
    if not rows:
        return "Pay for a year, as advertised."
    told = wording.counted(drawn(rows)[0]["k"] if drawn(rows) else rows[0]["k"], "advert")
    return (
        f"Pay for a year in {wording.name(rows[0]['currency'], 8)}, the currency stated most, as {told} of twelve "
        f"closed months state it ({wording.percent(rows[0]['disclosed'])} state a pay in any). Band: the middle half; "
        "stroke: the median."
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """Thirty adverts of ten employers with a stated pay are needed."""
    if not rows:
        return "No advert of the last twelve closed months states a pay that could be read."
    if not drawn(rows):
        return (
            "Too few to say: quartiles are drawn from 30 adverts of 10 employers up that state their pay in the same "
            "currency. The table holds the bare counts."
        )
    return None


def height(rows: Rows, narrow: bool) -> int:
    """A line for each group."""
    return marks.height([row["label"] for row in drawn(rows)], narrow)


def draw(axes: Axes, rows: Rows) -> str:
    """A band for each group; returns the headline."""
    narrow = drawing.is_narrow(axes)
    shown = drawn(rows)
    marks.place_lines(axes, [row["label"] for row in shown], right=250, narrow_right=90)
    for place, row in enumerate(shown):
        marks.quartiles(axes, place, row["low"], row["middle"], row["high"])
        told = f"{row['middle'] / 1000:,.0f}k"
        rest = f", {wording.count(row['k'])} adverts; {wording.percent(row['disclosed'])} state it"
        marks.say(axes, place, row["high"], told if narrow else told + rest)
    low, high = min(row["low"] for row in shown), max(row["high"] for row in shown)
    axes.set_xlim(low - (high - low) * 0.06, high)
    axes.xaxis.set_major_locator(drawing.round_steps(2 if narrow else 5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / 1000:,.0f}k"))
    return headline(rows)


def headline(rows: Rows) -> str:
    """The median of all or of the first group; no group is said to pay better than another."""
    first = drawn(rows)[0]
    currency = wording.name(first["currency"], 8)
    whom = "adverts" if first["slice"] == "all" else f"adverts ({wording.name(first['label'])})"
    return (
        f"Half of the {whom} that state their pay in {currency} offer between {wording.count(first['low'])} and "
        f"{wording.count(first['high'])} a year"
    )


CHART = Chart(
    order=60,
    topic="Pay as advertised",
    readers="coach",
    needs=("population_pay",),
    columns=(
        Column("label", "Group"),
        Column("currency", "Currency"),
        Column("k", "Adverts stating it", "count"),
        Column("n", "Adverts", "count"),
        Column("disclosed", "Part that state it", "share"),
        Column("employers", "Employers", "count"),
        Column("low", "First quartile", "count"),
        Column("middle", "Median", "count"),
        Column("high", "Third quartile", "count"),
    ),
    note=(
        "Only adverts that state a pay are in it, and who states one differs by country, law and rank: it is no "
        "average of what is paid. Hours and months are multiplied to a year; currencies are never converted."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
