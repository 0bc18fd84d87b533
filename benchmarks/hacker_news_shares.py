"""Compares our monthly shares on ten years of real hiring threads with an independent author's.

The other figures come from another crawl of the same threads and from regular expressions; they are a check,
not the truth. Ours count a posting once if the skill stands anywhere in it, so that both mean the same.

    skilltide import HN/*.jsonl.gz --source hn --map "native_id=id,title=roles|text,company=company,\
location=location,description_text=text,posted_at=ts"
    skilltide build && skilltide publish
    python benchmarks/hacker_news_shares.py HN/independent-keyword-share.csv [data/published/skilltide.duckdb]
"""

import sys
from pathlib import Path

import duckdb
import pandas as pd

SAME = {
    "Python": ["python"],
    "TypeScript": ["typescript"],
    "JavaScript": ["javascript"],
    "Rust": ["rust"],
    "Golang": ["go"],
    "Java": ["java"],
    "Ruby/Rails": ["ruby", "ruby_on_rails"],
    "PHP": ["php"],
    "Scala": ["scala"],
    "React": ["react"],
    "Kubernetes": ["kubernetes"],
    "Docker": ["docker"],
    "Terraform": ["terraform"],
    "AWS": ["aws"],
    "Hadoop": ["hadoop"],
    "Spark": ["apache_spark"],
    "Kafka": ["apache_kafka"],
    "PyTorch": ["pytorch"],
    "TensorFlow": ["tensorflow"],
    "Machine learning": ["machine_learning"],
    "Deep learning": ["deep_learning"],
    "NLP": ["nlp"],
    "Computer vision": ["computer_vision"],
}
"""Their column, and the skills of ours that together mean the same."""

SHARES = """
with month_size as (
    select date_trunc('month', posted_on) as month, count(*) as n
    from posting where source = $source group by all
)
select strftime(month, '%Y-%m') as month, 100.0 * count(distinct posting_id) / any_value(n) as share
from posting
join month_size on date_trunc('month', posted_on) = month
where source = $source
  and posting_id in (select posting_id from skill_hit where list_contains($skills, skill))
group by month
"""


def compare(theirs: pd.DataFrame, database: Path, source: str) -> pd.DataFrame:
    """One row per keyword: months compared, mean and largest absolute difference in points."""
    rows = []
    with duckdb.connect(str(database), read_only=True) as connection:
        known = {name for (name,) in connection.execute("select skill from skill").fetchall()}
        for keyword, skills in SAME.items():
            if missing := set(skills) - known:
                print(f"{keyword}: not in the catalogue: {', '.join(sorted(missing))}", file=sys.stderr)
                continue
            ours = connection.execute(SHARES, {"source": source, "skills": skills}).df().set_index("month")
            size = connection.execute(
                "select strftime(posted_on, '%Y-%m') as month, count(*) as n from posting "
                "where source = $source group by all having n >= 100",
                {"source": source},
            ).df()
            both = theirs.set_index("month")[[keyword]].join(ours, how="left").fillna({"share": 0.0})
            both = both[both.index.isin(size["month"])]
            difference = both["share"] - both[keyword]
            worst = difference.abs().idxmax()
            rows.append(
                {
                    "keyword": keyword,
                    "months": len(both),
                    "theirs": both[keyword].mean(),
                    "ours": both["share"].mean(),
                    "mean difference": difference.abs().mean(),
                    "bias": difference.mean(),
                    "months above 2": int((difference.abs() > 2).sum()),
                    "largest": difference[worst],
                    "in": worst,
                }
            )
    return pd.DataFrame(rows)


def main() -> None:
    """Print the comparison."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    database = Path(sys.argv[2] if len(sys.argv) > 2 else "data/published/skilltide.duckdb")
    table = compare(pd.read_csv(sys.argv[1]), database, "hn")
    with pd.option_context("display.width", 200, "display.max_columns", 20, "display.precision", 2):
        print(table.to_string(index=False))
    print(f"mean absolute difference over {len(table)} skills: {table['mean difference'].mean():.2f} points")


if __name__ == "__main__":
    main()
