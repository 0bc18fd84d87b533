"""Lays a person's page out as HTML and Markdown. It writes nothing: who keeps private files decides how."""

from reports.layout import lay_out
from reports.person.page import PersonPage


def lay_out_page(page: PersonPage) -> dict[str, str]:
    """The files of the page by name: index.html (self-contained, prints on A4) and report.md. Same page, same bytes."""
    return {"index.html": lay_out("person.html", page=page), "report.md": lay_out("person.md", page=page)}
