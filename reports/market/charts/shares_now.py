"""Chart: which skills the adverts of the current window ask for, with 95 % intervals."""

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows


def subtitle(rows: Rows, population: Population) -> str:
    """Share of what, out of how many, seen where and when."""
    if not population.adverts:
        return "Share of adverts that name each skill."
    return (
        f"Share of {wording.counted(population.adverts, 'advert')} that name each skill"
        f"{population.suffix()}. {wording.WHISKERS}"
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
    return marks.height([row["label"] for row in rows], narrow)


def draw(axes: Axes, rows: Rows) -> str:
    """Bars from zero, sorted, with whiskers and the number written at the end of each; returns the headline."""
    narrow = drawing.is_narrow(axes)
    marks.bars(axes, [_line(row, narrow) for row in rows])
    return headline(rows)


def headline(rows: Rows) -> str:
    """The first of the list and how far it stands above the next, as far as the intervals can tell."""
    best = [row for row in rows if row["enough"]]
    first = best[0]
    name = wording.capital(wording.name(first["label"]))
    among = ""
    if hides_the_first(rows):
        among, name = "Of the skills with enough employers behind them, ", wording.name(first["label"])
    text = f"{among}{name} is asked most: in {wording.percent(first['share'])} of adverts"
    if len(best) == 1:
        return text
    second = best[1]
    if first["low"] > second["high"]:
        return f"{text}, well ahead of {wording.name(second['label'])} with {wording.percent(second['share'])}"
    return (
        f"{among}{name} and {wording.name(second['label'])} are asked most: in "
        f"{wording.percent(first['share'])} and {wording.percent(second['share'])} of adverts, too close to call a "
        "winner"
    )


def hides_the_first(rows: Rows) -> bool:
    """Whether a skill without a share is named in as many adverts as the first that has one."""
    most = max((row["k"] for row in rows if row["enough"]), default=0)
    return any(not row["enough"] and row["k"] >= most for row in rows)


def withheld(row: Row, narrow: bool) -> str:
    """Why this skill has no bar."""
    if row["withheld"] == "one_employer" and row["largest_employer"] is not None:
        part = wording.percent(row["largest_part"])
        if narrow:
            return f"{part} from {drawing.drawable(row['largest_employer'], 14)}"
        return f"{part} of its adverts come from {drawing.drawable(row['largest_employer'], 40)}"
    # Enough adverts, but so alike within employers that they tell as little as fewer than a hundred.
    alike = row["k"] >= 10 and row["n"] >= 100
    return wording.few(row["k"], row["n"], "employers" if alike else "to say")


def _line(row: Row, narrow: bool) -> marks.Line:
    if not row["enough"]:
        return marks.Line(name=row["label"], share=None, words=withheld(row, narrow))
    mark = marks.VERDICTS.get(row["verdict"], "")
    words = f"{wording.percent(row['share'])}  {mark}".rstrip()
    share, low, high = row["share"], row["low"], row["high"]
    return marks.Line(name=row["label"], share=share, low=low, high=high, words=words, strong=bool(mark))


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
