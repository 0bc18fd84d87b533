"""Chart: new adverts by month over the same sources, the last twelve months before the twelve of a year ago."""

from math import sqrt

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import panel
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows

FEWEST_MONTHS = 3


def subtitle(rows: Rows, population: Population) -> str:
    """What is counted, over which sources."""
    if not rows:
        return "New adverts by month, for each thirty days."
    adverts = sum(row["n"] for row in rows)
    return (
        f"New adverts of each month, for thirty days: {wording.counted(adverts, 'advert')}, "
        f"{wording.months(rows[0]['month'], rows[-1]['month'])}, from {wording.counted(rows[0]['sources'], 'source')} "
        f"heard in every month. Strong: the last twelve months; faint: the twelve before. {wording.WHISKERS}"
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """Withheld where the panel of sources has holes, or is too short or too small."""
    if len(rows) < FEWEST_MONTHS:
        return "There are no three complete months yet, so there is no demand over time to draw."
    if panel.has_hole(rows):
        return panel.withheld("New demand", rows)
    if max(row["n"] for row in rows) < 100:
        return "Too few to say: no month has 100 new adverts. The table holds the bare counts."
    return None


def height(rows: Rows, narrow: bool) -> int:
    """The same for every market."""
    return 260 if narrow else 300


def draw(axes: Axes, rows: Rows) -> str:
    """The last twelve months as a line with whiskers, the year before as a faint one at the same months."""
    narrow = drawing.is_narrow(axes)
    drawing.place(axes, left=48 if narrow else 56, right=60 if narrow else 92, top=12, bottom=36)
    now, before = rows[-12:], rows[-24:-12]
    axes.set_ylim(0, max(row["high"] for row in rows[-24:]) * 1.05)
    axes.set_xlim(-0.4, len(now) - 0.6)
    axes.grid(axis="y")
    axes.tick_params(axis="x", pad=12)
    axes.yaxis.set_major_formatter(lambda adverts, _: wording.count(int(adverts)))
    axes.yaxis.set_major_locator(drawing.round_steps(4))
    shift = len(now) - len(before)
    if before:
        places = [shift + place for place in range(len(before))]
        axes.plot(places, [row["demand"] for row in before], color=drawing.GREY, linewidth=1.6, linestyle=(0, (4, 2)))
        _name(axes, places[-1], before, drawing.MUTED, now[-1]["demand"])
    axes.plot(range(len(now)), [row["demand"] for row in now], color=drawing.ACCENT)
    for place, row in enumerate(now):
        axes.plot((place, place), (row["low"], row["high"]), color=drawing.INK, linewidth=1.2)
    _name(axes, len(now) - 1, now, drawing.INK, before[-1]["demand"] if before else None)
    step = 4 if narrow else 2
    ticks = list(range(len(now)))[::-step][::-1]
    axes.set_xticks(ticks, [wording.month(now[place]["month"]) for place in ticks])
    return headline(rows)


def headline(rows: Rows) -> str:
    """The last three months against the same three a year before, and whether chance explains the difference."""
    now, before = rows[-3:], rows[-15:-12]
    new, span = sum(row["n"] for row in now), wording.months(now[0]["month"], now[-1]["month"])
    if len(before) < 3:
        return f"{wording.counted(new, 'new advert')} in {span}; there is no year before to compare with yet"
    old = sum(row["n"] for row in before)
    noise = 1.959964 * sqrt(sum(row["variance"] for row in [*now, *before]))
    told = f"{wording.counted(new, 'new advert')} in {span}, {wording.count(old)} in the same months a year before"
    if abs(new - old) <= noise:
        return f"{told}: no clear difference"
    return f"{told}: clearly {'more' if new > old else 'fewer'}"


def _name(axes: Axes, place: int, rows: Rows, color: str, other: float | None) -> None:
    """The year at the end of its line, moved off the other one where they would touch."""
    last: Row = rows[-1]
    near = other is not None and abs(last["demand"] - other) < axes.get_ylim()[1] * 0.08
    shift = 0 if not near else 8 if last["demand"] >= (other or 0) else -8
    axes.annotate(
        f"{last['month']:%Y}",
        (place, last["demand"]),
        (9, shift),
        textcoords="offset points",
        va="center",
        color=color,
        annotation_clip=False,
    )


CHART = Chart(
    order=10,
    topic="New demand",
    needs=("source_month",),
    readers="coach",
    columns=(
        Column("month", "Month", "month"),
        Column("n", "New adverts", "count"),
        Column("employers", "Employers", "count"),
        Column("demand", "For thirty days", "count"),
        Column("low", "From", "count"),
        Column("high", "To", "count"),
    ),
    note=(
        "Counts grow with the number of sources, so only sources heard in every month drawn are counted, and months "
        "are set to thirty days. Seasons are not taken out: compare a month with the same one a year before."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
    about_change=True,
    has_hole=panel.has_hole,
)
