"""Compares our monthly shares on ten years of real hiring threads with an independent author's.

The other figures come from another crawl of the same threads and from regular expressions; they are a check,
not the truth. Ours count a posting once if the skill stands anywhere in it, so that both mean the same. Where a
month differs by more than two points, the postings that only one side counts say why.

    skilltide import HN/*.jsonl.gz --source hn --map "native_id=id,title=roles|text,company=company,\
location=location,description_text=text,posted_at=ts"
    skilltide load && skilltide build && skilltide publish
    python benchmarks/hacker_news_shares.py HN/independent-keyword-share.csv [data/published/skilltide.duckdb]
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

LIMIT = 2.0
"""Points of difference in one month from which an explanation is due."""
FEWEST = 100
"""Postings that a month must hold to be compared."""
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Same:
    """The skills of ours that together mean one keyword of theirs, and the expression that reproduces theirs."""

    skills: tuple[str, ...]
    theirs: str


SAME = {
    "Python": Same(("python",), r"\bpython\b"),
    "TypeScript": Same(("typescript",), r"\btypescript\b"),
    "JavaScript": Same(("javascript",), r"\bjavascript\b"),
    "Rust": Same(("rust",), r"\brust\b"),
    "Golang": Same(("go",), r"\bgolang\b"),
    "Java": Same(("java",), r"\bjava\b"),
    "Ruby/Rails": Same(("ruby", "ruby_on_rails"), r"\b(?:ruby|rails)\b"),
    "PHP": Same(("php",), r"\bphp\b"),
    "Scala": Same(("scala",), r"\bscala\b"),
    "React": Same(("react",), r"\breact(?:\.?js)?\b"),
    "Kubernetes": Same(("kubernetes",), r"\b(?:kubernetes|k8s)\b"),
    "Docker": Same(("docker",), r"\bdocker\b"),
    "Terraform": Same(("terraform",), r"\bterraform\b"),
    "AWS": Same(("aws",), r"\baws\b"),
    "Hadoop": Same(("hadoop",), r"\bhadoop\b"),
    "Spark": Same(("apache_spark",), r"\bspark\b"),
    "Kafka": Same(("apache_kafka",), r"\bkafka\b"),
    "PyTorch": Same(("pytorch",), r"\bpytorch\b"),
    "TensorFlow": Same(("tensorflow",), r"\btensorflow\b"),
    "Machine learning": Same(("machine_learning",), r"\bmachine learning\b"),
    "Deep learning": Same(("deep_learning",), r"\bdeep learning\b"),
    "NLP": Same(("nlp",), r"\bnlp\b"),
    "Computer vision": Same(("computer_vision",), r"\bcomputer vision\b"),
}

POSTINGS = """
select posting_id, strftime(posted_on, '%Y-%m') as month, text
from posting
where source = $source and posted_on is not null
qualify count(*) over (partition by month) >= $fewest
"""
HITS = """
select posting_id, skill, surface, section, requirement, "start", "end"
from skill_hit
where posting_id in (select posting_id from posting where source = $source)
"""


def compare(
    theirs: pd.DataFrame, postings: pd.DataFrame, hits: pd.DataFrame, known: set[str]
) -> tuple[pd.DataFrame, list[str]]:
    """One row per keyword (months compared, mean and largest difference in points), and the explanations."""
    size = postings.groupby("month").size()
    rows, reasons = [], []
    for keyword, same in SAME.items():
        if missing := set(same.skills) - known:
            print(f"{keyword}: not in the catalogue: {', '.join(sorted(missing))}", file=sys.stderr)
            continue
        ours = postings[postings["posting_id"].isin(hits[hits["skill"].isin(same.skills)]["posting_id"])]
        share = (100 * ours.groupby("month").size() / size).fillna(0.0).rename("share")
        both = theirs.set_index("month")[[keyword]].join(share, how="inner")
        difference = both["share"] - both[keyword]
        worst = difference.abs().idxmax()
        far = sorted(both.index[difference.abs() > LIMIT])
        rows.append(
            {
                "keyword": keyword,
                "months": len(both),
                "theirs": both[keyword].mean(),
                "ours": both["share"].mean(),
                "mean difference": difference.abs().mean(),
                "bias": difference.mean(),
                "months above 2": len(far),
                "largest": difference[worst],
                "in": worst,
            }
        )
        if far:
            reasons.append(explain(keyword, same, postings[postings["month"].isin(far)], hits, len(far)))
    return pd.DataFrame(rows), reasons


def explain(keyword: str, same: Same, postings: pd.DataFrame, hits: pd.DataFrame, months: int) -> str:
    """Which postings of the far months only one side counts, by what stands in them."""
    expression = re.compile(same.theirs, re.IGNORECASE)
    texts = dict(zip(postings["posting_id"], postings["text"], strict=True))
    there = hits[hits["posting_id"].isin(texts)]
    ours = set(there[there["skill"].isin(same.skills)]["posting_id"])
    found = {posting: match for posting, text in texts.items() if (match := expression.search(text))}
    only_ours = there[there["skill"].isin(same.skills) & ~there["posting_id"].isin(found)]
    spelled = Counter(only_ours.drop_duplicates("posting_id")["surface"])
    only_theirs = set(found) - ours
    covered: Counter[str] = Counter()
    others = there[there["posting_id"].isin(only_theirs)].groupby("posting_id")
    for posting in only_theirs:
        match = found[posting]
        within = others.get_group(posting) if posting in others.groups else there.iloc[:0]
        over = within[
            (within["start"] <= match.start()) & (within["end"] >= match.end()) & (within["section"] != "title")
        ]
        covered[f"part of {over.iloc[0]['skill']}" if len(over) else "no skill where it stands"] += 1
    n = len(texts)
    return (
        f"{keyword}: {months} months above {LIMIT:g} points, {n:,} postings in them.\n"
        f"  only ours: {100 * len(set(only_ours['posting_id'])) / n:.2f} points ({_most(spelled, n)})\n"
        f"  only their expression {same.theirs}: {100 * len(only_theirs) / n:.2f} points ({_most(covered, n)})"
    )


def _most(counts: Counter[str], n: int) -> str:
    return ", ".join(f"{name!r} {100 * times / n:.2f}" for name, times in counts.most_common(SHOWN)) or "none"


def main() -> None:
    """Print the comparison."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    database = Path(sys.argv[2] if len(sys.argv) > 2 else "data/published/skilltide.duckdb")
    with duckdb.connect(str(database), read_only=True) as connection:
        postings = connection.execute(POSTINGS, {"source": "hn", "fewest": FEWEST}).df()
        hits = connection.execute(HITS, {"source": "hn"}).df()
        known = {name for (name,) in connection.execute("select skill from skill").fetchall()}
    table, reasons = compare(pd.read_csv(sys.argv[1]), postings, hits, known)
    with pd.option_context("display.width", 200, "display.max_columns", 20, "display.precision", 2):
        print(table.to_string(index=False))
    print(f"mean absolute difference over {len(table)} skills: {table['mean difference'].mean():.2f} points\n")
    print("\n".join(reasons))


if __name__ == "__main__":
    main()
