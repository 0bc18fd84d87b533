"""Chart: the skills with a verdict of change, by how much their share moved in a year, with 95 % intervals."""

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows

ROW = 26
"""Height of one skill in CSS pixels."""

MOST_DRAWN = 16

MARKS = {"rising": "▲", "falling": "▼"}


def moved(rows: Rows) -> list[Row]:
    """The skills with a verdict of change, the clearest first."""
    return [row for row in rows if row["verdict"] in MARKS]


def drawn(rows: Rows) -> list[Row]:
    """Those of them that are drawn: the risers above the fallers, each by the size of the change."""
    return sorted(moved(rows)[:MOST_DRAWN], key=lambda row: (-row["difference"], row["skill"]))


def subtitle(rows: Rows, population: Population) -> str:
    """What is compared, over how many."""
    if not rows:
        return "Change of each skill's share within a year."
    row = rows[0]
    return (
        f"Change of the share in points, {wording.period(row['period'])} ({wording.counted(row['n1'], 'advert')}) "
        f"against {wording.period(row['earlier_period'])} ({wording.count(row['n0'])}), over the sources read in all "
        f"six months. {wording.counted(len(rows), 'skill')} tested. Whiskers: 95{wording.NARROW_SPACE}% "
        "interval."
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """Without a verdict of change there is nothing to draw."""
    if not rows:
        return (
            "No change can be tested yet: that takes three complete months and the same three a year before, each with "
            "100 adverts from sources read in all six months."
        )
    if not moved(rows):
        return f"None of the {wording.counted(len(rows), 'tested skill')} moved more than chance would."
    return None


def height(rows: Rows, narrow: bool) -> int:
    """As many lines as are drawn, one for the rest, and the axis."""
    return ROW * (len(drawn(rows)) + 1) + 36


def draw(axes: Axes, rows: Rows) -> str:
    """A dot for each change with its interval, against the line of no change; returns the headline."""
    narrow = drawing.is_narrow(axes)
    shown = drawn(rows)
    drawing.place(axes, left=112 if narrow else 168, right=66 if narrow else 90, top=4, bottom=32)
    axes.axvline(0, color=drawing.MUTED, linewidth=1)
    for place, row in enumerate(shown):
        _change(axes, place, row)
    _rest(axes, len(shown), rows)
    axes.set_yticks(range(len(shown)), [drawing.drawable(row["label"], 14 if narrow else 21) for row in shown])
    axes.set_ylim(len(shown) + 0.5, -0.6)
    low, high = min(0, *(row["low"] for row in shown)), max(0, *(row["high"] for row in shown))
    room = (high - low) * 0.04
    axes.set_xlim(low - room, high + room)
    axes.xaxis.set_major_locator(drawing.round_steps(3 if narrow else 6))
    axes.xaxis.set_major_formatter(drawing.point_ticks())
    axes.grid(axis="x")
    return headline(rows)


def headline(rows: Rows) -> str:
    """How many of how many moved, and which way."""
    counts = [(verdict, sum(1 for row in rows if row["verdict"] == verdict)) for verdict in MARKS]
    told = [f"{wording.number(number)} {verdict}" for verdict, number in counts if number]
    number = len(moved(rows))
    skills = wording.counted(len(rows), "tested skill")
    if number == len(rows) == 1:
        return f"The one tested skill is {told[0].split(' ', 1)[1]}"
    return f"{wording.capital(wording.number(number))} of the {skills} really changed: {wording.listed(told)}"


def _change(axes: Axes, place: int, row: Row) -> None:
    axes.plot((row["low"], row["high"]), (place, place), color=drawing.INK, linewidth=1.4, solid_capstyle="butt")
    axes.plot(row["difference"], place, marker="o", markersize=8, color=drawing.ACCENT, markeredgewidth=0)
    axes.annotate(
        f"{MARKS[row['verdict']]} {wording.points(row['difference'])}",
        (1, place),
        (8, 0),
        xycoords=axes.get_yaxis_transform(),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        fontweight="bold",
    )


def _rest(axes: Axes, place: int, rows: Rows) -> None:
    """One line in words for everything that is not drawn."""
    still, more = len(rows) - len(moved(rows)), len(moved(rows)) - MOST_DRAWN
    words = [f"{wording.count(more)} more in the table"] if more > 0 else []
    if still:
        words.append(f"{wording.counted(still, 'other', 'others')}: no clear change")
    axes.text(
        0.5,
        place + 0.05,
        "; ".join(words),
        transform=axes.get_yaxis_transform(),
        ha="center",
        va="center",
        color=drawing.MUTED,
        fontsize=11.5,
        bbox={"facecolor": drawing.PAPER, "edgecolor": "none", "pad": 2},
    )


CHART = Chart(
    order=5,
    topic="What changed",
    columns=(
        Column("label", "Skill"),
        Column("verdict", "Verdict"),
        Column("earlier_share", "Share before", "share"),
        Column("share", "Share now", "share"),
        Column("difference", "Change (points)", "points"),
        Column("low", "From", "points"),
        Column("high", "To", "points"),
        Column("k0", "Adverts before", "count"),
        Column("k1", "Adverts now", "count"),
        Column("largest_part", "Largest employer", "share"),
    ),
    note=(
        "Only skills with a verdict are drawn. Among so many tests some would seem to move by chance alone; the "
        "verdicts allow for that, so that about one in ten of them at most is false. Look twice at a skill of whose "
        "adverts one employer has a large part."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
    about_change=True,
)
