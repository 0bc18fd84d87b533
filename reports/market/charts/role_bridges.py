"""Chart: which roles ask for much the same, and what the step from one to the other takes."""

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows

MOST_DRAWN = 8
LINE = 60
"""Height of one pair in CSS pixels."""


def subtitle(rows: Rows, population: Population) -> str:
    """What is measured."""
    return (
        "Overlap of what two roles ask: 100 if every skill stands in the same share of their adverts, 0 if they have "
        f"none in common; {population.when()}."
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """Two roles with enough adverts are needed."""
    if not rows:
        return (
            "No two roles have 100 adverts and five skills with a share each, so no step from one to another can be "
            "measured."
        )
    return None


def drawn(rows: Rows) -> Rows:
    """The nearest pairs; the others stand in the table."""
    return rows[:MOST_DRAWN]


def height(rows: Rows, narrow: bool) -> int:
    """Two lines of words above each bar."""
    return LINE * len(drawn(rows)) + 34


def draw(axes: Axes, rows: Rows) -> str:
    """A bar for each pair under its names and what the step takes; returns the headline."""
    narrow = drawing.is_narrow(axes)
    shown = drawn(rows)
    drawing.place(axes, left=8, right=46, top=4, bottom=30)
    for place, row in enumerate(shown):
        axes.barh(place + 0.26, row["overlap"], height=0.26, color=drawing.ACCENT if place == 0 else drawing.TINT)
        marks.say(axes, place + 0.26, row["overlap"], f"{row['overlap'] * 100:.0f}", strong=place == 0)
        _words(axes, place, row, narrow)
    axes.set_yticks([])
    axes.set_ylim(len(shown) - 0.5, -0.56)
    axes.set_xlim(0, max(row["overlap"] for row in shown))
    axes.xaxis.set_major_locator(drawing.round_steps(3 if narrow else 5))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value * 100:.0f}")
    return headline(rows)


def headline(rows: Rows) -> str:
    """The nearest two."""
    first = rows[0]
    origin, target = wording.name(first["origin"]), wording.name(first["target"])
    text = f"“{wording.capital(origin)}” and “{target}” ask for most in common"
    return f"{text}: {wording.name(first['shared'], 90)}" if first["shared"] else text


def _words(axes: Axes, place: int, row: Row, narrow: bool) -> None:
    """On a page the names and, under them, what the second asks besides; on a telephone the names in two lines."""
    room = drawing.size(axes)[0] - 20
    if narrow:
        lines = drawing.in_lines(row["label"], room, 11)
        axes.text(0, place - 0.2, "\n".join(lines), va="center", fontsize=11, linespacing=1.1)
        return
    axes.text(0, place - 0.34, drawing.in_lines(row["label"], room, 12.5, 1)[0], va="center")
    if row["besides"]:
        words = drawing.in_lines(f"the second asks besides: {row['besides']}", room, 11.5, 1)[0]
        axes.text(0, place - 0.06, words, va="center", fontsize=11.5, color=drawing.MUTED)


CHART = Chart(
    order=30,
    topic="Steps between roles",
    readers="coach",
    columns=(
        Column("origin", "From"),
        Column("target", "To"),
        Column("overlap", "Overlap", "share"),
        Column("n_origin", "Adverts from", "count"),
        Column("n_target", "Adverts to", "count"),
        Column("shared", "Asked in both"),
        Column("besides", "Asked besides"),
    ),
    note=(
        "Only skills with a share in a role's own adverts count, so small roles overlap less than they might. It says "
        "what is asked on paper, not how hard the step is."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
