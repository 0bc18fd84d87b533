"""Chart: the shares of the most asked skills under other ways to count."""

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Rows

WAYS = (
    ("raw", "s", "every posting"),
    ("strict", "D", "equal texts only"),
    ("share", "o", "openings (as here)"),
    ("must", "x", "as a must only"),
)


def subtitle(rows: Rows, population: Population) -> str:
    """The denominators."""
    if not rows:
        return "Shares under other ways to count."
    row = rows[0]
    return (
        f"Share of {wording.counted(row['raw_n'], 'posting')} (square), of {wording.count(row['strict_n'])} openings "
        f"if only equal texts are taken together (diamond), of {wording.count(row['n'])} openings as everywhere here "
        f"(dot), and of these where it is a must (cross); {population.when()}."
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """One skill with a share is needed."""
    return None if rows else "No skill has a share of new adverts yet, so there is nothing to count another way."


def height(rows: Rows, narrow: bool) -> int:
    """A line for each skill and the key."""
    return marks.height([row["label"] for row in rows], narrow, axis=84 if narrow else 66)


def draw(axes: Axes, rows: Rows) -> str:
    """Four marks a line; returns the headline."""
    narrow = drawing.is_narrow(axes)
    names = [row["label"] for row in rows]
    marks.place_lines(axes, names, right=20, narrow_right=14)
    drawing.place(axes, left=112 if narrow else 168, right=16, top=46 if narrow else 28, bottom=30)
    for place, row in enumerate(rows):
        known = [row[key] for key, *_ in WAYS if row[key] is not None]
        axes.plot((min(known), max(known)), (place, place), color=drawing.FAINT, linewidth=3, zorder=1)
        for key, mark, _ in WAYS:
            if row[key] is not None:
                _mark(axes, row[key], place, key, mark)
    marks.percent_axis(axes, max(max(row["raw"], row["strict"], row["share"]) for row in rows) * 1.06)
    _key(axes, narrow)
    return headline(rows)


def headline(rows: Rows) -> str:
    """How far the ways differ at most, apart from musts."""
    most = max(rows, key=lambda row: (row["spread"], row["skill"]))
    return (
        f"However repeats are counted, no share of these moves by more than {most['spread'] * 100:.1f} points "
        f"({wording.name(most['label'])})"
    )


def _mark(axes: Axes, share: float, place: float, key: str, mark: str) -> None:
    color = drawing.ACCENT if key == "share" else drawing.INK
    hollow = key in {"raw", "strict"}
    axes.plot(
        share,
        place,
        marker=mark,
        markersize=7,
        linestyle="none",
        markerfacecolor="none" if hollow else color,
        markeredgecolor=color,
        markeredgewidth=1.3,
    )


def _key(axes: Axes, narrow: bool) -> None:
    """The four marks with their words above the first line."""
    width, _ = drawing.size(axes)
    per_line = 2 if narrow else 4
    room = (width - 16) / per_line
    for number, (key, mark, words) in enumerate(WAYS):
        line, column = divmod(number, per_line)
        _, high = drawing.size(axes)
        x, y = (10 + column * room) / width, 1 - (12 + 17 * line) / high
        color = drawing.ACCENT if key == "share" else drawing.INK
        figure = axes.get_figure(root=True)
        axes.plot(
            x,
            y,
            transform=figure.transFigure,  # type: ignore[union-attr]
            marker=mark,
            markersize=7,
            markerfacecolor="none" if key in {"raw", "strict"} else color,
            markeredgecolor=color,
            clip_on=False,
        )
        axes.annotate(
            words, (x, y), (9, 0), xycoords="figure fraction", textcoords="offset points", va="center", fontsize=11.5
        )


CHART = Chart(
    order=20,
    topic="Other ways to count",
    readers="analyst",
    columns=(
        Column("label", "Skill"),
        Column("raw", "Of all postings", "share"),
        Column("strict", "Equal texts taken together", "share"),
        Column("share", "Openings, as here", "share"),
        Column("must", "As a must only", "share"),
        Column("spread", "Farthest apart", "margin"),
    ),
    note=(
        "If this moved the shares much, they would hang on how repeated postings are recognised. Musts are a different "
        "question, not another way to answer the same one."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
