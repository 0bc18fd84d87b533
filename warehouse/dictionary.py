"""The data dictionary as a page: every published relation and column, from the comments in the schema; its head is
``dictionary.md``.
"""

from importlib.resources import files
from itertools import groupby

from duckdb import DuckDBPyConnection

from warehouse.publishing import RELATIONS
from warehouse.questions import list_questions


def page(connection: DuckDBPyConnection) -> str:
    """The whole page as Markdown, from an open warehouse or its published copy."""
    rows = connection.execute(
        'select relation, relation_meaning, "column", "type", meaning from data_dictionary where relation in '
        "(select unnest($names)) order by relation, place",
        {"names": list(RELATIONS)},
    ).fetchall()
    head = files("warehouse").joinpath("dictionary.md").read_text(encoding="utf-8")
    parts = [head, "## Named questions\n", "`skilltide sql --question NAME --set parameter=value`\n"]
    for question in list_questions():
        parameters = "".join(
            f"\n  - `{name}` ({default}): {meaning}" for name, (default, meaning) in question.parameters.items()
        )
        parts.append(f"* **{question.name}**: {question.text} {question.caveats}{parameters}")
    parts.append("\n## Relations\n")
    for (relation, meaning), columns in groupby(rows, key=lambda row: row[:2]):
        parts.append(f"### {relation}\n\n{meaning}\n\n| column | type | meaning |\n|---|---|---|")
        parts += [f"| {name} | {kind} | {words} |" for _, _, name, kind, words in columns]
        parts.append("")
    return "\n".join(parts)
