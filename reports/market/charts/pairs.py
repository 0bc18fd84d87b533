"""Chart: skills that are asked together far more often than chance would have it."""

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Rows


def subtitle(rows: Rows, population: Population) -> str:
    """What is counted."""
    if not rows:
        return "Skills asked together more often than chance would have it."
    return (
        f"Of the adverts that name the first skill, the part that name the second too (dot); of all "
        f"{wording.counted(rows[0]['n'], 'advert')} of twelve months (stroke). {wording.WHISKERS}"
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """One pair with thirty adverts is needed."""
    if rows:
        return None
    return "No two skills stand together in 30 adverts and half as often again as chance would have it."


def height(rows: Rows, narrow: bool) -> int:
    """A line for each pair; on a telephone its name stands above its dot."""
    return 46 * len(rows) + 34 if narrow else marks.height(_labels(rows), narrow)


def draw(axes: Axes, rows: Rows) -> str:
    """A dot for each pair with its interval and a stroke for the usual share; returns the headline."""
    narrow = drawing.is_narrow(axes)
    if narrow:
        drawing.place(axes, left=14, right=50, top=4, bottom=30)
        axes.set_yticks([])
        axes.set_ylim(len(rows) - 0.4, -0.7)
        axes.grid(axis="x")
    else:
        marks.place_lines(axes, _labels(rows), right=60, narrow_right=50)
    for place, row in enumerate(rows):
        marks.whisker(axes, place, row["low"], row["high"])
        axes.plot((row["usual"],) * 2, (place - 0.26, place + 0.26), color=drawing.MUTED, linewidth=2.4)
        marks.dot(axes, place, row["share"], strong=place == 0)
        marks.say(axes, place, row["high"], wording.percent(row["share"]), strong=place == 0)
        if narrow:
            label = drawing.in_lines(row["label"], drawing.NARROW - 26, 11, 1)[0]
            axes.text(0, place - 0.42, label, va="center", fontsize=11)
    marks.percent_axis(axes, max(row["high"] for row in rows))
    return headline(rows)


def headline(rows: Rows) -> str:
    """The surest pair."""
    first = rows[0]
    return (
        f"{wording.percent(first['share'])} of the adverts that name {wording.name(first['first_label'])} name "
        f"{wording.name(first['second_label'])} too; of all adverts, {wording.percent(first['usual'])} do"
    )


def _labels(rows: Rows) -> list[str]:
    return [row["label"] for row in rows]


CHART = Chart(
    order=40,
    topic="Teach together",
    readers="curriculum",
    columns=(
        Column("first_label", "Of adverts with"),
        Column("second_label", "name too"),
        Column("k", "Adverts with both", "count"),
        Column("k_skill", "With the first", "count"),
        Column("k_other", "With the second", "count"),
        Column("share", "Share", "share"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("usual", "Second, of all adverts", "share"),
    ),
    note=(
        "Pairs from 30 adverts up, over twelve closed months. Asked together does not mean that one leads to the other."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
