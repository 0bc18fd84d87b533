"""Adverts in each covered language: headings, cues and names of the general layer."""

import pytest

from pipelines.skills.extraction import extract

ADVERTS = {
    "de": (
        "Ihre Aufgaben\n- Betreuung unserer Kunden\nIhr Profil\n- Abgeschlossene Berufsausbildung\n"
        "- Sehr gute Kenntnisse in Buchhaltung und DATEV\n- Kenntnisse in SQL\n"
        "- Gute Deutschkenntnisse, fließend Englisch\n"
        "- Python von Vorteil\nWir bieten\n- Excel-Kurse und Obstkorb",
        {("accounting", "must"), ("datev", "must"), ("sql", "must"), ("python", "nice"), ("english_language", "must")},
        {"excel"},
    ),
    "fr": (
        "Vos missions\n- Accueil\nProfil recherché\n- Maîtrise de la comptabilité générale et de SAP\n"
        "- Anglais courant\n"
        "- Python serait un plus\nAvantages\n- Cours de Java",
        {("accounting", "must"), ("sap", "must"), ("english_language", "must"), ("python", "nice")},
        {"java"},
    ),
    "es": (
        "Funciones\n- Atender\nRequisitos\n- Experiencia en contabilidad y control de inventario\n"
        "- Manejo de Excel avanzado\n"
        "- Python deseable\nOfrecemos\n- Cursos de Java",
        {("accounting", "must"), ("inventory_management", "must"), ("excel", "must"), ("python", "nice")},
        {"java"},
    ),
    "pt": (
        "Requisitos e qualificações\n- Experiência em folha de pagamento\n- Conhecimento em SQL\n"
        "Diferenciais\n- Power BI\n"
        "Benefícios\n- Cursos de Java",
        {("payroll", "must"), ("sql", "must"), ("power_bi", "nice")},
        {"java"},
    ),
    "nl": (
        "Wat vragen wij\n- Ervaring met boekhouding en Exact Online\n- Rijbewijs B\n"
        "- Kennis van SQL is een pre\nWij bieden\n"
        "- Een cursus Java",
        {("accounting", "must"), ("exact_online", "must"), ("driving_licence", "must"), ("sql", "nice")},
        {"java"},
    ),
    "sv": (
        "Arbetsuppgifter\n- Du möter kunder\nKvalifikationer\n- Erfarenhet av projektledning och SQL\n- B-körkort\n"
        "Meriterande\n- Python\nVi erbjuder\n- Kurser i Java",
        {("project_management", "must"), ("sql", "must"), ("driving_licence", "must"), ("python", "nice")},
        {"java"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(ADVERTS))
def test_an_advert_of_the_language_is_understood(language: str) -> None:
    text, wanted, unwanted = ADVERTS[language]
    found = {(hit.skill, hit.requirement) for hit in extract("", text)}
    assert wanted <= found, wanted - found
    assert not unwanted & {skill for skill, _ in found}


def test_spellings_of_other_languages_keep_a_bound_of_their_own() -> None:
    """The weights know English words; what stands between Spanish ones must not be lost for want of them."""
    text = "Requisitos:\n•\tOrganización y mantención de inventarios\n-Experiencia en fibra óptica\n-Manejo de caja"
    assert {hit.skill for hit in extract("", text)} >= {"inventory_management", "fiber_optics", "cash_handling"}


@pytest.mark.parametrize("apostrophe", ["'", "\u2019"])
def test_what_stands_behind_an_apostrophe_is_asked_for(apostrophe: str) -> None:
    found = extract("", f"Profil recherché\n- Bonne maîtrise d{apostrophe}architecture\n")
    assert {(hit.skill, hit.requirement) for hit in found} == {("architecture", "must")}
