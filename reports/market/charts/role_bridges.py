"""Chart: which roles ask for much the same, and what the step from one to the other takes."""

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows


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


def height(rows: Rows, narrow: bool) -> int:
    """Two lines of words for each pair."""
    return (52 if narrow else 42) * len(rows) + 34


def draw(axes: Axes, rows: Rows) -> str:
    """A bar for each pair under its names, and what it takes beside it; returns the headline."""
    narrow = drawing.is_narrow(axes)
    drawing.place(axes, left=8, right=46, top=4, bottom=30)
    for place, row in enumerate(rows):
        axes.barh(place + 0.18, row["overlap"], height=0.34, color=drawing.ACCENT if place == 0 else drawing.TINT)
        marks.say(axes, place + 0.18, row["overlap"], f"{row['overlap'] * 100:.0f}", strong=place == 0)
        axes.text(0, place - 0.22, _words(row, narrow), va="center", fontsize=11 if narrow else 12)
    axes.set_yticks([])
    axes.set_ylim(len(rows) - 0.5, -0.6)
    axes.set_xlim(0, max(row["overlap"] for row in rows))
    axes.xaxis.set_major_locator(drawing.round_steps(3 if narrow else 5))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value * 100:.0f}")
    return headline(rows)


def headline(rows: Rows) -> str:
    """The nearest two."""
    first = rows[0]
    text = (
        f"{wording.capital(wording.name(first['origin']))} and {wording.name(first['target'])} ask for most in common"
    )
    return f"{text}: {wording.name(first['shared'], 90)}" if first["shared"] else text


def _words(row: Row, narrow: bool) -> str:
    label = drawing.drawable(row["label"], 44 if narrow else 50)
    if narrow or not row["besides"]:
        return label
    return f"{label}; besides: {drawing.drawable(row['besides'], 48)}"


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
