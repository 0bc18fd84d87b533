"""How long the numbers take: all share, change, pair and coverage marts, from nothing and after one more day.

An invented warehouse of openings and hits is drawn in SQL, always the same: 24 months, 2,000 skills, some very common,
20,000 employers on 400 sources, 60 roles. A tenth of the employers have half of the openings, as in real adverts (43 to
55 % in hiring threads, on employers' boards and on a Chilean board); each is on one source and mostly in one country.
Timed are the marts that read openings and hits (from ``vacancy_skill`` on), first with nothing kept, then after a
day's openings more. The ratio of the two is what "in proportion to what is new" means.

    python benchmarks/marts.py [--hits 1000000 5000000 20000000]
"""

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from pipelines.trends.changes import all_changes, trends_version
from pipelines.trends.coverage import curve_of
from warehouse.database import open_writer, sql_files
from warehouse.marts import (
    asked_together,
    build_mart,
    compared,
    is_compared,
    is_covered,
    store_changes,
    store_coverage,
    usual_periods,
)

TODAY = date(2026, 11, 25)
HITS_PER_OPENING = 10
SKILLS = 2000

DRAW = """
create or replace temp table drawn as
select
    row_number() over () + $first as vacancy_id,
    floor(20000 * pow((hash(range, 'employer') % 1000000) / 1000000.0, 2.86))::integer as employer,
    (hash(employer, 'source') % 400)::integer as source,
    (hash(range, 'role') % 60)::integer as role,
    (hash(range, 'level') % 7)::integer as level,
    (hash(if(hash(range, 'abroad') % 5 = 0, range, employer), 'country') % 30)::integer as country,
    $day::date - (hash(range, 'day') % $days)::integer as opened_on
from range($first, $first + $openings);

insert into vacancy by name
select
    vacancy_id,
    's' || source as source,
    'title' as title,
    'E' || employer as company,
    'e' || employer as company_key,
    opened_on,
    opened_on + 20 as last_seen,
    1 as postings, 1 as sources, 1 as places, 0 as reposts,
    'X' as location_raw,
    ['US', 'DE', 'GB', 'FR', 'NL', 'SE', 'IN', 'CA', 'AU', 'ES'][(country % 10) + 1] as country,
    null as region,
    ['remote', 'hybrid', 'onsite', 'unknown'][(vacancy_id % 4) + 1] as remote,
    'r' || role as role,
    ['entry', 'mid', 'senior', 'lead', 'manager', 'intern', 'unknown'][level + 1] as level,
    'full_time' as employment_type,
    'en' as language,
    false as archive,
    null as unreadable,
    null as not_new
from drawn;

insert into store.hit by name
select
    vacancy_id as posting_id,
    's' || least($skills - 1, floor(pow($skills, (hash(vacancy_id, number) % 100000) / 100000.0)))::integer as skill,
    ['must', 'nice', 'unstated'][(hash(vacancy_id, number, 'r') % 3)::integer + 1] as requirement,
    'requirements' as section,
    0 as start_at, 5 as end_at, 'skill' as surface, 'c' as catalogue
from drawn, range($per) as numbers(number);
"""
CRAWLS = """
insert into crawl by name
select
    's' || source as source, 'greenhouse' as platform, 'crawl' as kind, day as observed_at, 'accepted' as verdict,
    null as failure, null as reason, 50 as postings, 1 as expect_min, null as expect_max, false as archive,
    false as partial, 0 as gone, 'f' as file, source || '/' || day as record
from range(400) as sources(source), generate_series($first::date, $last::date, interval 7 day) as days(day);
insert into role select 'r' || range, 'Role ' || range, '0', '0' from range(60);
insert into skill by name
select
    's' || range as skill, 'Skill ' || range as label, 'tool' as type, 'a' as area, 'safe' as ambiguity,
    'c' as catalogue
from range($skills);
"""


def run(connection: DuckDBPyConnection, text: str, **parameters: object) -> None:
    """Run statements, each with those of the parameters that it names."""
    for statement in connection.extract_statements(text):
        connection.execute(statement, {name: parameters[name] for name in statement.named_parameters})


def build(connection: DuckDBPyConnection) -> dict[str, float]:
    """Seconds of each mart and step."""
    seconds = {}
    for path in sql_files("marts"):
        if not ("050" <= path.name < "075" or path.stem == "035_template_line"):
            continue
        begun = time.perf_counter()
        build_mart(connection, path)
        seconds[path.stem] = time.perf_counter() - begun
    begun = time.perf_counter()
    periods = usual_periods(connection)
    if periods is not None and not is_compared(connection, periods, trends_version()):
        store_changes(connection, all_changes(compared(connection, periods)), periods, trends_version())
    seconds["skill_change"] = time.perf_counter() - begun
    begun = time.perf_counter()
    if not is_covered(connection, trends_version()):
        curves = [(name, *curve_of(asked)) for name, asked in asked_together(connection)]
        store_coverage(connection, curves, trends_version())
    seconds["skill_coverage"] = time.perf_counter() - begun
    return seconds


def processor() -> float:
    """Processor seconds of this process so far: on a machine with other work to do the clock says little."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measure(hits: int, folder: Path) -> None:
    """Print the seconds of a full build and of a day more."""
    openings = hits // HITS_PER_OPENING
    with open_writer(folder / f"{hits}.duckdb") as connection:
        connection.execute("insert into store.as_of values (?)", [TODAY])
        connection.execute(
            "create table if not exists vacancy as select * from (select 0::bigint as vacancy_id) limit 0"
        )
        connection.execute("drop table vacancy")
        connection.execute(
            """create table vacancy (vacancy_id bigint, source varchar, title varchar, company varchar,
            company_key varchar, opened_on date, last_seen timestamp, postings bigint, sources bigint, places bigint,
            reposts bigint, location_raw varchar, country varchar, region varchar, remote varchar, role varchar,
            level varchar, employment_type varchar, language varchar, archive boolean, unreadable varchar,
            not_new varchar)"""
        )
        run(connection, CRAWLS, first=date(2024, 10, 1), last=TODAY, skills=SKILLS)
        shape = {"skills": SKILLS, "per": HITS_PER_OPENING}
        run(connection, DRAW, first=0, openings=openings, day=TODAY, days=730, **shape)
        before = processor()
        whole = build(connection)
        whole_processor = processor() - before
        run(connection, DRAW, first=openings, openings=5000, day=TODAY, days=1, **shape)
        before = processor()
        day = build(connection)
        day_processor = processor() - before
    total, again = sum(whole.values()), sum(day.values())
    print(
        f"{hits:>12,} hits, {openings:,} openings: {total:.1f} s from nothing ({whole_processor:.1f} s of processor), "
        f"{again:.1f} s after 5,000 openings more ({day_processor:.1f} s of processor)",
        flush=True,
    )
    for name in whole:
        if whole[name] >= 0.5 or day[name] >= 0.5:
            print(f"    {name:32} {whole[name]:8.1f} {day[name]:8.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"    peak memory so far {peak:,.0f} MB")


def main() -> None:
    """Measure each size in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hits", nargs="+", type=int, default=[1_000_000, 5_000_000, 20_000_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for hits in options.hits:
            measure(hits, Path(folder))


if __name__ == "__main__":
    main()
