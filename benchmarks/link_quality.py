"""Links the corpora and says how right that is: labelled pairs, also weighted, and each corpus's waterfall.

python benchmarks/link_quality.py [--shared ../shared]
"""

import argparse
import sys
import tempfile
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=HOUSE.parent / "shared")
    shared = parser.parse_args().shared
    if not (shared / "corpora").is_dir():
        sys.exit(f"{shared}: the corpora are not here; give --shared")
    from tests.linking_corpora import link_corpora
    from tests.linking_quality import measure, waterfall, weighted
    from warehouse.database import open_writer

    with tempfile.TemporaryDirectory() as folder:
        link_corpora(shared, Path(folder))
        with open_writer(Path(folder) / "warehouse.duckdb") as connection:
            for column in ("vacancy_id", "strict_vacancy_id"):
                print(f"\n{column}")
                print("\n".join(map(str, measure(connection, column))))
            precision, recall = weighted(connection)
            print(f"\nweighted by the pairs of each stratum: precision {precision:.3f}, recall {recall:.3f}")
            print(f"\n{'corpus':16} {'postings':>9} {'400 letters':>12} {'strict':>8} {'openings':>9}")
            for corpus, *numbers in waterfall(connection):
                print(
                    f"{corpus:16} "
                    + " ".join(f"{number:>{width},}" for number, width in zip(numbers, (9, 12, 8, 9), strict=True))
                )


if __name__ == "__main__":
    main()
