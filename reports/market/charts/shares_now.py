"""Chart: which skills the adverts of the current window ask for, with 95 % intervals."""

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows

ROW = 25
"""Height of one skill in CSS pixels."""

MARKS = {"rising": "▲ rising", "falling": "▼ falling"}
"""Only a verdict puts a mark beside a share."""


def subtitle(rows: Rows, population: Population) -> str:
    """Share of what, out of how many, seen where and when."""
    if not population.adverts:
        return "Share of adverts that name each skill."
    return (
        f"Share of {wording.counted(population.adverts, 'advert')} that name each skill"
        f"{population.suffix()}. Whiskers: 95{wording.NARROW_SPACE}% interval."
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """Without one skill that has enough adverts behind it there is nothing to rank."""
    if not rows:
        return "No advert has been counted yet, so no share can be drawn."
    if not any(row["enough"] for row in rows):
        n = max(int(row["n"]) for row in rows)
        return (
            f"Too few to say: {wording.counted(n, 'advert')} counted. A share is drawn from 100 adverts up, and for "
            "a skill that at least 10 of them name, not most of them from one employer. The table holds the bare "
            "counts."
        )
    return None


def height(rows: Rows, narrow: bool) -> int:
    """As many rows as skills, and the axis."""
    return ROW * len(rows) + 34


def draw(axes: Axes, rows: Rows) -> str:
    """Bars from zero, sorted, with whiskers and the number written at the end of each; returns the headline."""
    narrow = drawing.is_narrow(axes)
    drawing.place(axes, left=112 if narrow else 168, right=100 if narrow else 136, top=4, bottom=30)
    for place, row in enumerate(rows):
        _bar(axes, place, row, narrow)
    names = [drawing.drawable(row["label"], 14 if narrow else 21) for row in rows]
    axes.set_yticks(range(len(rows)), names)
    for name, row in zip(axes.get_yticklabels(), rows, strict=True):
        name.set_color(drawing.INK if row["enough"] else drawing.MUTED)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, max(row["high"] for row in rows if row["enough"]))
    axes.xaxis.set_major_locator(drawing.round_steps(3 if narrow else 5))
    axes.xaxis.set_major_formatter(drawing.percent_ticks())
    axes.grid(axis="x")
    return headline(rows)


def headline(rows: Rows) -> str:
    """The first of the list and how far it stands above the next, as far as the intervals can tell."""
    best = [row for row in rows if row["enough"]]
    first = best[0]
    name = wording.capital(wording.name(first["label"]))
    text = f"{name} is asked most: in {wording.percent(first['share'])} of adverts"
    if len(best) == 1:
        return text
    second = best[1]
    if first["low"] > second["high"]:
        return f"{text}, well ahead of {wording.name(second['label'])} with {wording.percent(second['share'])}"
    return (
        f"{name} and {wording.name(second['label'])} are asked most: in "
        f"{wording.percent(first['share'])} and {wording.percent(second['share'])} of adverts, too close to call a "
        "winner"
    )


def withheld(row: Row, narrow: bool) -> str:
    """Why this skill has no bar."""
    if row["withheld"] == "one_employer" and row["largest_employer"] is not None:
        part = wording.percent(row["largest_part"])
        if narrow:
            return f"{part} from {drawing.drawable(row['largest_employer'], 14)}"
        return f"{part} of its adverts come from {drawing.drawable(row['largest_employer'], 40)}"
    counts = f"({wording.count(row['k'])} of {wording.count(row['n'])})"
    if row["k"] >= 10 and row["n"] >= 100:
        # Enough adverts, but so alike within employers that they tell as little as fewer than a hundred.
        return f"too few employers {counts}"
    return f"too few to say {counts}"


def _bar(axes: Axes, place: int, row: Row, narrow: bool) -> None:
    if not row["enough"]:
        axes.annotate(
            withheld(row, narrow),
            (0, place),
            (6, 0),
            textcoords="offset points",
            va="center",
            color=drawing.MUTED,
            fontsize=11.5,
        )
        return
    moved = row["verdict"] in MARKS
    axes.barh(place, row["share"], height=0.62, color=drawing.ACCENT if moved else drawing.TINT)
    axes.plot((row["low"], row["high"]), (place, place), color=drawing.INK, linewidth=1.4, solid_capstyle="butt")
    mark = f"  {MARKS[row['verdict']]}" if moved else ""
    axes.annotate(
        wording.percent(row["share"], 0) + mark,
        (row["high"], place),
        (7, 0),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        fontweight="bold" if moved else "normal",
    )


CHART = Chart(
    order=10,
    topic="Shares now",
    columns=(
        Column("label", "Skill"),
        Column("k", "Adverts naming it", "count"),
        Column("n", "Adverts counted", "count"),
        Column("employers", "Employers naming it", "count"),
        Column("largest_part", "Of these adverts, from one employer", "share"),
        Column("share", "Share", "share"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("verdict", "Change"),
    ),
    note=(
        "Tools, methods and fields of knowledge only: soft skills, spoken languages, degrees and certificates "
        "are not ranked among them. An advert that names a skill ten times counts once. Filled in the stronger "
        "colour and marked: skills whose share has really changed. A skill of whose adverts one employer has more "
        "than 40 in 100 gets no share."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
