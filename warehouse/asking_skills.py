"""Questions about skills to the published copy: how often one was found, and the texts in which unknown ones stand."""

from collections.abc import Iterator
from pathlib import Path

from warehouse.database import open_published, query


def counts_of_skill(published: Path, skill: str) -> dict[str, int]:
    """Openings that ask for a skill by requirement, readable openings, and places negated or of a template."""
    with open_published(published) as connection:
        cursor = connection.execute(query("skills/counts_of_skill"), {"skill": skill})
        names = [column[0] for column in cursor.description]
        (row,) = cursor.fetchall()
    return dict(zip(names, row, strict=True))


def readable_texts(published: Path, size: int = 5000) -> Iterator[list[tuple[str, str, str]]]:
    """Employer, title and text of every readable opening, in batches."""
    with open_published(published) as connection:
        cursor = connection.execute(query("skills/readable_texts"))
        while rows := cursor.fetchmany(size):
            yield rows
