"""Chart: how employers write the names of skills."""

from itertools import groupby

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows

LINE = 44
"""Height of one skill in CSS pixels."""
GAP = 8
"""CSS pixels between two spellings."""
WORDS = 11
"""Size of the spellings in CSS pixels."""


def subtitle(rows: Rows, population: Population) -> str:
    """What a bar is."""
    return (
        "Of the adverts that name a skill, the part that write it so, the usual spelling first; an advert may use "
        f"several. {wording.capital(population.when())}."
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """One skill in a hundred adverts with two spellings in use is needed."""
    if rows:
        return None
    return "No skill that 100 adverts name is written in two ways, each in 10 adverts and one in twenty of them."


def height(rows: Rows, narrow: bool) -> int:
    """Two lines for each skill: its bars and their words."""
    return LINE * len({row["skill"] for row in rows}) + 8


def draw(axes: Axes, rows: Rows) -> str:
    """Segments beside each other, each with its spelling above; returns the headline."""
    narrow = drawing.is_narrow(axes)
    names = list({row["skill"]: row["label"] for row in rows}.values())
    drawing.place(axes, left=marks.left_of(names, narrow), right=8, top=6, bottom=2)
    marks.write_names(axes, names, below=0.12)
    for place, (_, group) in enumerate(groupby(rows, key=lambda row: row["skill"])):
        _segments(axes, place, list(group))
    axes.set_xticks([])
    axes.set_xlim(0, 1)
    axes.set_ylim(len(names) - 0.45, -0.55)
    return headline(rows)


def headline(rows: Rows) -> str:
    """The skill whose second spelling is most in use."""
    second = max((row for row in rows if row["place"] == 2), key=lambda row: (row["share"], row["skill"]))
    first = next(row for row in rows if row["skill"] == second["skill"])
    return (
        f"{wording.capital(wording.name(first['label']))}: {wording.percent(first['share'])} of the adverts that name "
        f"it write “{wording.name(first['surface'], 40)}”, {wording.percent(second['share'])} "
        f"“{wording.name(second['surface'], 40)}”, so use both"
    )


def _segments(axes: Axes, place: int, spelled: list[Row]) -> None:
    # An advert may use several spellings, so the parts can add up to more than one; the bars share the width.
    total, left = sum(row["share"] for row in spelled), 0.0
    whole = axes.get_position().width * drawing.size(axes)[0]
    written = -float(GAP)  # where the words before end, in CSS pixels
    for row in spelled:
        width = row["share"] / total
        axes.barh(place + 0.22, width, left=left, height=0.34, color=drawing.TINT, edgecolor=drawing.PAPER, linewidth=2)
        words = drawing.drawable(f"{drawing.drawable(row['surface'], 60)} {wording.percent(row['share'])}", 80)
        # Words begin above their bar, but further left where they would stand out at the end.
        begin = max(written + GAP, min(left * whole, whole - drawing.width_of(words, WORDS) - 1))
        words = drawing.in_lines(words, whole - begin, WORDS, 1)[0]
        if len(words) > 3:
            axes.text(begin / whole, place - 0.16, words, va="center", fontsize=WORDS)
            written = begin + drawing.width_of(words, WORDS)
        left += width


CHART = Chart(
    order=50,
    topic="How it is spelled",
    readers="curriculum",
    columns=(
        Column("label", "Skill"),
        Column("surface", "Spelling"),
        Column("k", "Adverts writing it so", "count"),
        Column("n", "Adverts naming the skill", "count"),
        Column("share", "Share", "share"),
    ),
    note=(
        "The widths of a line are in proportion to each other. Upper and lower case are one spelling. What an "
        "employer's search looks for is most often one of these."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
