"""Chart: the most asked skills by the level of the adverts, as a table of shares."""

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows

NAMES = {"entry": "entry level", "mid": "mid level", "senior": "senior level"}


def subtitle(rows: Rows, population: Population) -> str:
    """Out of how many adverts each column is."""
    if not rows:
        return "Share of adverts that name each skill, by the level asked."
    sizes = {row["level"]: row["n"] for row in rows}
    told = [f"{NAMES[level]} ({wording.count(number)})" for level, number in sizes.items()]
    return (
        f"Share of adverts that name each skill, by the level they ask for, with the number of adverts: "
        f"{wording.listed(told)}; {population.when()}. Framed: clearly more often than among all adverts."
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """Levels must be known, and two of them large enough."""
    if not rows:
        return (
            "No advert of the last three complete months has a level that could be read, so levels cannot be compared."
        )
    if len({row["level"] for row in rows if row["enough"]}) < 2:
        return (
            "Too few to say: a share is drawn from 100 adverts of a level up, of which 10 name the skill. The table "
            "holds the bare counts."
        )
    return None


def height(rows: Rows, narrow: bool) -> int:
    """A line for each skill."""
    return marks.height(list({row["skill"]: row["label"] for row in rows}.values()), narrow)


def draw(axes: Axes, rows: Rows) -> str:
    """A heat table; returns the headline."""
    levels = [name for name in NAMES if any(row["level"] == name for row in rows)]
    skills = list(dict.fromkeys(row["skill"] for row in rows))
    known = {(row["skill"], row["level"]): row for row in rows}
    cells = [[_cell(known[skill, level]) for level in levels] for skill in skills]
    names = levels if drawing.is_narrow(axes) else [NAMES[level] for level in levels]
    marks.heat(axes, [known[skill, levels[0]]["label"] for skill in skills], names, cells)
    return headline(rows)


def headline(rows: Rows) -> str:
    """The skill whose share differs most between two levels, as far as the intervals can tell."""
    enough = [row for row in rows if row["enough"]]
    gaps = [
        (one["low"] - two["high"], one, two)
        for one in enough
        for two in enough
        if one["skill"] == two["skill"] and one["low"] > two["high"]
    ]
    if not gaps:
        return "No skill of these is asked clearly more often at one level than at another"
    _, more, less = max(gaps, key=lambda gap: (gap[0], gap[1]["skill"]))
    return (
        f"{wording.capital(wording.name(more['label']))} differs most by level: in {wording.percent(more['share'])} of "
        f"adverts for {NAMES[more['level']]} and {wording.percent(less['share'])} of those for {NAMES[less['level']]}"
    )


def _cell(row: Row) -> marks.Cell:
    return marks.Cell(share=row["share"], strong=bool(row["distinctive"] and row["enough"]))


CHART = Chart(
    order=20,
    topic="Skills by level",
    readers="coach",
    columns=(
        Column("label", "Skill"),
        Column("level", "Level"),
        Column("k", "Adverts naming it", "count"),
        Column("n", "Adverts counted", "count"),
        Column("share", "Share", "share"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("distinctive", "Distinctive", "yes"),
    ),
    note=(
        "The level is read from the title, else from the board's own field, else from the years asked. Adverts "
        "without a level, and of interns, leads and managers, are not in this table."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
