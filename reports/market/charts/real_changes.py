"""Chart: the skills with a verdict of change, by how much their share moved in a year, with 95 % intervals."""

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows

MOST_DRAWN = 16
MOST_NAMED = 4
"""Changes that the headline names; of more it gives the numbers."""
REST = "all others"
"""The last line."""


def moved(rows: Rows) -> list[Row]:
    """The skills with a verdict of change, the clearest first."""
    return [row for row in rows if row["verdict"] in marks.VERDICTS]


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
        f"six months. {wording.counted(len(rows), 'skill')} tested. {wording.WHISKERS}"
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
    return marks.height([*(row["label"] for row in drawn(rows)), REST], narrow, axis=36)


def draw(axes: Axes, rows: Rows) -> str:
    """A dot for each change with its interval, against the line of no change; returns the headline."""
    shown = drawn(rows)
    marks.place_lines(axes, [*(row["label"] for row in shown), REST], right=90, narrow_right=66)
    low, high = min(0, *(row["low"] for row in shown)), max(0, *(row["high"] for row in shown))
    room = (high - low) * 0.04
    marks.point_axis(axes, low - room, high + room)
    for place, row in enumerate(shown):
        _change(axes, place, row)
    _rest(axes, len(shown), rows)
    return headline(rows)


def headline(rows: Rows) -> str:
    """Which of how many moved, and which way; the numbers alone where they are many."""
    number, still = len(moved(rows)), len(rows) - len(moved(rows))
    ways = {verdict: [row for row in moved(rows) if row["verdict"] == verdict] for verdict in marks.VERDICTS}
    if number > MOST_NAMED:
        told = wording.listed([f"{wording.number(len(group))} {verdict}" for verdict, group in ways.items() if group])
        return f"{wording.capital(wording.number(number))} of the {len(rows)} tested skills really changed: {told}"
    told = "; ".join(
        f"{verdict}: {wording.listed([wording.name(row['label']) for row in group])}"
        for verdict, group in ways.items()
        if group
    )
    skills = "skill" if still == 1 else "skills"
    rest = f"; no clear change in the {wording.number(still)} other tested {skills}" if still else ""
    return wording.capital(told + rest)


def _change(axes: Axes, place: int, row: Row) -> None:
    marks.whisker(axes, place, row["low"], row["high"])
    marks.dot(axes, place, row["difference"], strong=True)
    axes.annotate(
        f"{marks.VERDICTS[row['verdict']][0]} {wording.points(row['difference'])}",
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
        words.append(f"{wording.count(still)} with no clear change")
    axes.get_yticklabels()[-1].set_color(drawing.MUTED)
    axes.text(
        0.5,
        place,
        "; ".join(words) or "none",
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
