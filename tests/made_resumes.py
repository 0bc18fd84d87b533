"""Ten invented résumés with labelled skills, and their making in four formats and two layouts.

``main`` and ``side`` are sections of (heading, rows); a row that begins with ``- `` is a list item. ``labels`` say which
skills a careful reader finds and how each is shown.
"""

# ruff: noqa: E501 - a résumé line reads best as one line
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

Section = tuple[str, list[str]]


@dataclass(frozen=True)
class MadeResume:
    """One résumé and its truth."""

    name: str
    headline: str
    main: list[Section]
    side: list[Section]
    labels: dict[str, str]


RESUMES = [
    MadeResume(
        "Anna Berg",
        "Data analyst",
        [
            ("Profile", ["Curious about what numbers hide, and patient with the people who need them."]),
            (
                "Work experience",
                [
                    "Data Analyst, Birch Logistics",
                    "Jan 2020 – Mar 2024",
                    "- Wrote SQL queries for the weekly delivery report that forty depots read",
                    "- Built Tableau dashboards for late parcels and trained team leads to read them, until each depot could answer its own questions without asking us",
                    "- Kept forecasts in Excel",
                    "Reporting Assistant, Fern Retail",
                    "2017 – 2019",
                    "- Answered sales questions from MySQL and Excel",
                    "- Shadowed the data engineer who ran Apache Airflow",
                ],
            ),
            ("Volunteering", ["Food bank, 2023 – present", "- Stock list with a small Python script"]),
        ],
        [
            ("Skills", ["- SQL, Excel, Tableau", "- Power BI, Git, Jira"]),
            ("Education", ["Statistics, evening course, 2018"]),
            ("Languages", ["English, German"]),
            ("Currently learning", ["- dbt"]),
        ],
        {
            "sql": "work", "tableau": "work", "excel": "work", "mysql": "work", "apache_airflow": "shadowed",
            "python": "project", "power_bi": "listed", "git": "listed", "jira": "listed", "statistics": "course",
            "english_language": "listed", "german_language": "listed", "dbt": "wanted", "sql_queries": "work", "dashboards": "work",
        },
    ),
    MadeResume(
        "Ruben Oakes",
        "Ruby developer",
        [
            (
                "EXPERIENCE",
                [
                    "Senior Ruby Developer | Quarry Tickets | 03/2021 - present",
                    "- Moved checkout from Rails 5 to Rails 7 without a night of downtime",
                    "- Cut PostgreSQL load by half with two indexes and a cache in Redis",
                    "- Wrote RSpec suites that the team trusts before each release",
                    "Web Developer | Larkfield Media | 06/2017 - 02/2021",
                    "- Built shops with Ruby on Rails and jQuery",
                    "- Deployed with Docker and Jenkins",
                ],
            ),
            ("PROJECTS", ["Allotment planner, 2022", "- A small React front end over a GraphQL service"]),
        ],
        [
            ("TECHNICAL SKILLS", ["Ruby, Rails, JavaScript, HTML, CSS", "AWS, Kubernetes"]),
            ("EDUCATION", ["BSc Computer Science, 2017"]),
        ],
        {
            "ruby": "work", "ruby_on_rails": "work", "postgresql": "work", "redis": "work", "rspec": "work",
            "jquery": "work", "docker": "work", "jenkins": "work", "react": "project", "graphql": "project",
            "javascript": "listed", "html": "listed", "css": "listed", "aws": "listed", "kubernetes": "listed",
            "bachelor_degree": "course", "computer_science": "course", "frontend_development": "project",
        },
    ),
    MadeResume(
        "Mary Achebe",
        "Registered Nurse",
        [
            (
                "Clinical Experience",
                [
                    "Staff Nurse, Harbour General Hospital, September 2018 to present",
                    "- Triage and wound care on a thirty-bed surgical ward",
                    "- Medication administration and infection control audits",
                    "- Charting in Epic",
                    "Care Assistant, Willow House, 2015 to 2018",
                    "- Personal care for residents living with dementia; dementia care plans with families",
                ],
            ),
            ("Volunteer experience", ["First responder, village group, 2021 to present", "- Taught CPR to neighbours"]),
        ],
        [
            ("Licences and certifications", ["RN license, current", "BLS, 2023", "ACLS, 2022"]),
            ("Skills", ["Phlebotomy, patient care, empathy"]),
            ("Shadowing", ["Two shifts with the palliative care team, 2023"]),
        ],
        {
            "triage": "work", "wound_care": "work", "medication_administration": "work", "infection_control": "work",
            "epic": "work", "personal_care": "work", "dementia_care": "work", "cpr": "project", "rn_license": "course",
            "bls": "course", "acls": "course", "phlebotomy": "listed", "patient_care": "listed", "empathy": "listed",
            "palliative_care": "shadowed",
        },
    ),
    MadeResume(
        "Pavel Novotny",
        "Bookkeeper and payroll clerk",
        [
            (
                "Employment history",
                [
                    "Bookkeeper, Mill Lane Joinery, 2016-2023",
                    "- Accounts payable and accounts receivable for ninety customers",
                    "- Month-end reconciliation in Xero",
                    "- Payroll for twenty-two people",
                    "Office Assistant, Stone & Daughters, 2013-2016",
                    "- Data entry, filing and phone",
                ],
            ),
            ("Community work", ["Treasurer of the rowing club, since 2019", "- Yearly budgeting, and a cash book in QuickBooks"]),
        ],
        [
            ("Core competencies", ["Microsoft Excel, Sage, attention to detail"]),
            ("Courses", ["VAT and tax preparation, 2020", "Certificate in auditing, 2021"]),
        ],
        {
            "accounts_payable": "work", "accounts_receivable": "work", "reconciliation": "work", "xero": "work",
            "payroll": "work", "data_entry": "work", "budgeting": "project", "quickbooks": "project", "excel": "listed",
            "sage_accounting": "listed", "attention_to_detail": "listed", "tax_preparation": "course", "auditing": "course",
            "vat": "course", "month_end_close": "work",
        },
    ),
    MadeResume(
        "Leila Haddad",
        "Front-end developer",
        [
            ("About me", ["I make forms that people finish."]),
            (
                "Professional Experience",
                [
                    "Front-end Developer — Tern Travel (May 2019 – Aug 2023)",
                    "- Rebuilt the booking form in React and TypeScript",
                    "- Brought accessibility to WCAG level AA with two blind testers",
                    "- Component tests with Jest and Cypress",
                    "Web Designer — Copper Print (2016 – 2019)",
                    "- Laid out pages with HTML, Sass and Figma",
                ],
            ),
            ("Open source", ["Maintainer of a date picker, 2020 – present", "- Vue version and Storybook pages"]),
        ],
        [
            ("Toolbox", ["- Webpack", "- Vite", "- Git"]),
            ("Training", ["Node.js course, 2021"]),
            ("Want to learn", ["- Svelte"]),
        ],
        {
            "react": "work", "typescript": "work", "accessibility": "work", "jest": "work", "cypress_io": "work",
            "html": "work", "sass": "work", "figma": "work", "vue": "project", "storybook": "project",
            "webpack": "listed", "vite": "listed", "git": "listed", "node_js": "course", "svelte": "wanted",
        },
    ),
    MadeResume(
        "Tomasz Wilk",
        "Warehouse team lead",
        [
            (
                "Work history",
                [
                    "Warehouse Team Lead, Osier Parcels, 2019 - 2024",
                    "- Led the night shift of fourteen; inventory management with SAP",
                    "- Forklift driving and training of new starters",
                    "- Shipping and receiving for three docks",
                    "Picker, Osier Parcels, 2016 - 2019",
                    "- Picked with handheld scanners in the WMS",
                ],
            ),
            ("Volunteering", ["Football club, youth coach, 2018 - present", "- Planned tournaments: teamwork with forty parents"]),
        ],
        [
            ("Licences", ["Forklift licence, 2017", "Driving licence"]),
            ("Skills", ["Excel, health and safety, Polish, English"]),
            ("Shadowing", ["Route planning desk, three days, 2023"]),
        ],
        {
            "inventory_management": "work", "sap": "work", "forklift": "work", "shipping_receiving": "work", "wms": "work",
            "teamwork": "project", "rf_scanners": "work", "forklift_licence": "course", "driving_licence": "course", "excel": "listed",
            "health_safety": "listed", "polish_language": "listed", "english_language": "listed", "route_planning": "shadowed",
        },
    ),
    MadeResume(
        "Ines Cardoso",
        "DevOps engineer",
        [
            (
                "Experience",
                [
                    "DevOps Engineer",
                    "Gannet Energy, Porto",
                    "2020-04 – 2024-01",
                    "- Ran eleven Kubernetes clusters with Helm and Argo CD",
                    "- Wrote Terraform modules for AWS that four teams share",
                    "- Alerts in Prometheus and Grafana; wrote the runbooks",
                    "System Administrator",
                    "Cabo Print",
                    "2016 – 2020",
                    "- Linux servers, Nginx and Bash scripts",
                    "- Moved backups to Ansible",
                ],
            ),
            ("Side projects", ["Tide clock, 2021", "- Small service written in Go"]),
        ],
        [
            ("Tech stack", ["Docker, GitLab CI, Python, PostgreSQL"]),
            ("Certifications", ["CKA, 2022"]),
            ("Learning", ["Rust"]),
        ],
        {
            "kubernetes": "work", "helm": "work", "argocd": "work", "terraform": "work", "aws": "work",
            "prometheus": "work", "grafana": "work", "linux": "work", "nginx": "work", "bash": "work", "ansible": "work",
            "go": "project", "docker": "listed", "gitlab_ci": "listed", "python": "listed", "postgresql": "listed",
            "cka": "course", "rust": "wanted", "runbooks": "work",
        },
    ),
    MadeResume(
        "Grace Whitlock",
        "Primary teacher",
        [
            (
                "Teaching history",
                [
                    "Class Teacher, Brook Primary, 2014 – 2023",
                    "- Lesson planning for mixed ages; classroom management with thirty children",
                    "- Special education: plans with the support teacher",
                    "- Safeguarding contact for the lower school",
                ],
            ),
            ("Voluntary work", ["Library hour, 2022 – present", "- Tutoring for newcomers, in English and Arabic"]),
        ],
        [
            ("Education and training", ["QTS, 2014", "Course in e-learning, 2021"]),
            ("Skills", ["PowerPoint, Google Classroom, Microsoft Teams, presentation skills"]),
        ],
        {
            "lesson_planning": "work", "classroom_management": "work", "special_education": "work", "safeguarding": "work",
            "tutoring": "project", "english_language": "project", "arabic_language": "project", "qts": "course", "google_classroom": "listed",
            "elearning": "course", "powerpoint": "listed", "microsoft_teams": "listed", "presentation_skills": "listed",
        },
    ),
    MadeResume(
        "Hana Sato",
        "Marketing manager",
        [
            ("Summary", ["Eight years of making small budgets go far."]),
            (
                "Career history",
                [
                    "Marketing Manager at Plover Bikes, Feb 2019 – Nov 2023",
                    "- Ran email marketing in Mailchimp to forty thousand readers",
                    "- Google Ads and SEO; measured in Google Analytics",
                    "- Briefed the agency on brand management",
                    "Marketing Assistant at Heron Foods, 2015 – 2019",
                    "- Social media marketing and copywriting",
                ],
            ),
            ("Projects", ["Street fair, 2022", "- Event planning and posters in Canva"]),
        ],
        [
            ("Key skills", ["HubSpot, Photoshop, A/B testing, negotiation"]),
            ("Professional development", ["SQL bootcamp, 2022"]),
            ("Languages", ["Japanese, English"]),
        ],
        {
            "email_marketing": "work", "mailchimp": "work", "google_ads": "work", "seo": "work", "google_analytics": "work",
            "brand_management": "work", "social_media_marketing": "work", "copywriting": "work", "event_planning": "project",
            "canva": "project", "hubspot": "listed", "photoshop": "listed", "ab_testing": "listed", "negotiation": "listed",
            "sql": "course", "japanese_language": "listed", "english_language": "listed",
        },
    ),
    MadeResume(
        "Erik Lund",
        "Mechanical engineer",
        [
            (
                "Work",
                [
                    "Design Engineer, Skerry Pumps, 10/2015 – 12/2022",
                    "- SolidWorks models of three pump families, drawn for CNC",
                    "- Vibration tests evaluated in MATLAB",
                    "- Led a Six Sigma round that halved scrap",
                    "Maintenance Technician, Fjord Mill, 2011 – 2015",
                    "- Preventive maintenance of hydraulics; PLC fault finding",
                ],
            ),
            ("Own projects", ["Wind turbine on a barn, 2021", "- Controller on an Arduino, parts drawn in Blender"]),
        ],
        [
            ("Technical skills", ["AutoCAD, ANSYS, quality control, welding"]),
            ("Qualifications", ["Master's degree in mechanical engineering, 2015", "PMP, 2020"]),
            ("Next to learn", ["Python"]),
        ],
        {
            "solidworks": "work", "cnc": "work", "matlab": "work", "six_sigma": "work", "preventive_maintenance": "work",
            "hydraulics": "work", "plc": "work", "arduino": "project", "blender_3d": "project", "autocad": "listed",
            "ansys": "listed", "quality_control": "listed", "welding": "listed", "master_degree": "course",
            "mechanical_engineering": "course", "fault_finding": "work", "pmp": "course", "python": "wanted",
        },
    ),
]  # fmt: skip

FORMS = [("txt", 1), ("txt", 2), ("md", 1), ("md", 2), ("docx", 1), ("docx", 2), ("pdf", 1), ("pdf", 2)]
"""Suffix and number of columns."""


def make(resume: MadeResume, suffix: str, columns: int, folder: Path) -> Path:
    """Write a résumé as a file."""
    path = folder / f"{resume.name.split()[0].lower()}-{columns}.{suffix}"
    {"txt": _text, "md": _markdown, "docx": _word, "pdf": _pdf}[suffix](resume, columns, path)
    return path


def _text(resume: MadeResume, columns: int, path: Path) -> None:
    def block(sections: list[Section], width: int) -> list[str]:
        return [line for heading, rows in sections for line in (heading, *_wrapped(rows, width), "")]

    lines = [resume.name, resume.headline, ""]
    if columns == 1:
        lines += block([*resume.main, *resume.side], 78)
    else:
        beside = zip_longest(block(resume.side, 30), block(resume.main, 60), fillvalue="")
        lines += [f"{left:34}{right}".rstrip() for left, right in beside]
    path.write_text("\n".join(lines), encoding="utf-8")


def _wrapped(rows: list[str], width: int) -> list[str]:
    import textwrap

    return [
        line
        for row in rows
        for line in textwrap.wrap(row, width, subsequent_indent="  " if row.startswith("- ") else "")
    ]


def _markdown(resume: MadeResume, columns: int, path: Path) -> None:
    def block(sections: list[Section]) -> list[str]:
        lines = []
        for heading, rows in sections:
            lines += [f"## {heading}", ""]
            lines += [row if row.startswith("- ") else f"**{row}**" for row in rows]
            lines.append("")
        return lines

    head = [f"# {resume.name}", "", f"*{resume.headline}*", ""]
    if columns == 1:
        path.write_text("\n".join([*head, *block(resume.main), *block(resume.side)]), encoding="utf-8")
        return
    cells = [
        "<br>".join([heading, *rows]).replace("|", "\\|")
        for sections in (resume.side, resume.main)
        for heading, rows in sections
    ]
    side, main = cells[: len(resume.side)], cells[len(resume.side) :]
    rows = max(len(side), len(main))
    side, main = side + [""] * (rows - len(side)), main + [""] * (rows - len(main))
    table = ["| | |", "|---|---|", *(f"| {left} | {right} |" for left, right in zip(side, main, strict=True))]
    path.write_text("\n".join([*head, *table]), encoding="utf-8")


def _word(resume: MadeResume, columns: int, path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_heading(resume.name, 0)
    document.add_paragraph(resume.headline)

    def fill(place: Any, sections: list[Section]) -> None:
        for heading, rows in sections:
            place.add_paragraph(heading)
            for row in rows:
                if row.startswith("- "):
                    place.add_paragraph(row[2:], style="List Bullet")
                else:
                    place.add_paragraph(row)

    if columns == 1:
        fill(document, [*resume.main, *resume.side])
    else:
        table = document.add_table(rows=1, cols=2)
        fill(table.cell(0, 0), resume.side)
        fill(table.cell(0, 1), resume.main)
    document.save(str(path))


def _pdf(resume: MadeResume, columns: int, path: Path) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph, Spacer

    text = ParagraphStyle("text", fontName="Helvetica", fontSize=9.5, leading=12)
    item = ParagraphStyle("item", parent=text, leftIndent=10, bulletIndent=0)
    title = ParagraphStyle("title", parent=text, fontName="Helvetica-Bold", fontSize=12, leading=15, spaceBefore=8)
    width, height = A4

    def block(sections: list[Section]) -> list[Any]:
        flow: list[Any] = []
        for heading, rows in sections:
            flow.append(Paragraph(_escaped(heading), title))
            for row in rows:
                is_item = row.startswith("- ")
                flow.append(
                    Paragraph(_escaped(row.removeprefix("- ")), item if is_item else text, "•" if is_item else None)
                )
        return flow

    head = [Paragraph(_escaped(resume.name), title), Paragraph(_escaped(resume.headline), text), Spacer(1, 6)]
    if columns == 1:
        frames = [Frame(50, 40, width - 100, height - 80)]
        flow = [*head, *block([*resume.main, *resume.side])]
    else:
        frames = [
            Frame(40, height - 110, width - 80, 70),
            Frame(40, 40, 150, height - 160),
            Frame(210, 40, width - 250, height - 160),
        ]
        flow = [*head, FrameBreak(), *block(resume.side), FrameBreak(), *block(resume.main)]
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates([PageTemplate(frames=frames)])
    document.build(flow)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
