"""Writes docs/what-fools-a-naive-report.md from the published copy of ten years of real hiring threads.

The same postings, read as most reports read them and as ours does: the shares of one month against the month before, by
relative growth, without intervals, with every repeat counted; beside them what the verdicts say.

    python benchmarks/naive_report.py data/published/skilltide.duckdb > docs/what-fools-a-naive-report.md
"""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.trends.changes import changes
from warehouse.database import open_published
from warehouse.marts import Periods, compared, labelled

COMPARED = (
    Periods(date(2019, 4, 1), date(2019, 6, 1), date(2018, 4, 1), date(2018, 6, 1)),
    Periods(date(2023, 4, 1), date(2023, 6, 1), date(2022, 4, 1), date(2022, 6, 1)),
)
NAIVE = """
with share as (
    select skill, date_trunc('month', opened_on)::date as month, count(distinct posting_id) as k
    from skill_hit
    join posting using (posting_id)
    where date_trunc('month', opened_on)::date in ($before::date, $after::date)
    group by all
),
size as (
    select
        count(*) filter (where date_trunc('month', opened_on)::date = $before::date) as n0,
        count(*) filter (where date_trunc('month', opened_on)::date = $after::date) as n1
    from posting
)
select
    skill.label, skill.skill, old.k as k0, n0, new.k as k1, n1,
    (new.k / n1::double) / (old.k / n0::double) - 1 as growth
from share as new
join share as old on old.skill = new.skill and old.month = $before::date and new.month = $after::date
join skill on skill.skill = new.skill
cross join size
where old.k >= 5 and skill.type not in ('soft_skill', 'spoken_language', 'degree')
order by growth desc, skill.label
limit 10
"""
HEAD = """# What fools a naive report

Made from 77,138 real job posts of monthly hiring threads, 2012 to 2023, by `benchmarks/naive_report.py`. Nothing here
is invented; every figure can be asked for again with `skilltide changes` and `skilltide sql`.

Most reports list the skills whose share has grown most since last month. Such a list is always full. Below is that list
for a month of each period, and what is left of it when the same months of two years are compared, posts of one
employer are one witness, repeats one opening, and the number of skills looked at is taken into account.
"""


def verdicts_of(connection: DuckDBPyConnection, periods: Periods) -> list[dict[str, Any]]:
    """Every skill of all openings between two periods, the clearest changes first."""
    for name, cells, asked in compared(connection, periods, "all"):
        return labelled(connection, changes(name, cells, asked))
    return []


def section(connection: DuckDBPyConnection, periods: Periods) -> list[str]:
    """One comparison as Markdown."""
    rows = verdicts_of(connection, periods)
    known = {row["skill"]: row for row in rows}
    moved = [row for row in rows if row["verdict"] in {"rising", "falling"}]
    after = periods.later_last
    before = after.replace(month=after.month - 1)
    naive = connection.execute(NAIVE, {"before": before, "after": after}).fetchall()
    later, earlier = periods.names
    lines = [f"\n## {after:%B %Y}\n", f"The naive list, {before:%B} to {after:%B %Y}:\n"]
    lines += [
        "| skill | posts before | posts after | growth | verdict over the year | q |",
        "|---|---:|---:|---:|---|---:|",
    ]
    survived = 0
    for label, skill, k0, n0, k1, n1, growth in naive:
        told = known.get(skill)
        verdict = told["verdict"] if told else "too few to say"
        survived += verdict == "rising"
        q = f"{told['q_value']:.2g}" if told and told["q_value"] is not None else "–"
        lines.append(f"| {label} | {k0} of {n0} | {k1} of {n1} | {growth:+.0%} | {verdict} | {q} |")
    tested = rows[0]["tested"] if rows else 0
    lines.append(f"\n{survived} of these {len(naive)} are rising when {later} is compared with {earlier}.\n")
    lines.append(f"What did change, of {tested} skills tested over {rows[0]['n1'] if rows else 0:.0f} openings:\n")
    lines += ["| skill | verdict | before | after | difference, 95 % | q |", "|---|---|---:|---:|---|---:|"]
    for row in moved:
        low, high = row["low"] * 100, row["high"] * 100
        lines.append(
            f"| {row['label']} | {row['verdict']} | {row['share0']:.1%} | {row['share1']:.1%} | "
            f"{row['difference'] * 100:+.1f} points ({low:+.1f} to {high:+.1f}) | {row['q_value']:.2g} |"
        )
    if not moved:
        lines.append("| none | | | | | |")
    return lines


def main() -> None:
    """Print the page."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open_published(Path(sys.argv[1])) as connection:
        lines = [HEAD, *(line for periods in COMPARED for line in section(connection, periods))]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
