"""What an advert's fields mean: place, remote work, pay, role, level, years, degree; with bugs that others shipped."""

import pytest

from pipelines.cleaning.degree import Degree, degree_asked
from pipelines.cleaning.experience import Years, years_asked
from pipelines.cleaning.level import LEVELS, level_of
from pipelines.cleaning.passages import passages_of
from pipelines.cleaning.pay import pays_of
from pipelines.cleaning.places import body_places, headline_places, places_in, places_of
from pipelines.cleaning.remote import Remote, remote_of
from pipelines.cleaning.role import role_of, roles
from pipelines.cleaning.yearly_pay import Pay, pay_rules


def named(text: str, country: str | None = None) -> list[str]:
    """Places as ``City/CC``, ``@CC`` or ``@CC-RR``; a zone as ``@EU``."""
    return [
        f"{place.city}/{place.country}"
        if place.kind == "city"
        else f"@{place.region_code or place.country or place.zone}"
        for place in places_in(text, country)
    ]


# Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 Locations", []),
        ("N/A", []),
        ("SF, NYC, SEA", ["San Francisco/US", "New York City/US", "Seattle/US"]),
        ("New York, NY; San Francisco, CA", ["New York City/US", "San Francisco/US"]),
        ("San Francisco, CA | New York City, NY", ["San Francisco/US", "New York City/US"]),
        ("Cape Town & Johannesburg", ["Cape Town/ZA", "Johannesburg/ZA"]),
        ("South Africa or Malaysia or Indonesia", ["@ZA", "@MY", "@ID"]),
        ("Richmond, VA / Washington, DC / Charlotte, NC", ["Richmond/US", "Washington/US", "Charlotte/US"]),
        ("New York, Seattle, or Remote (US/Canada)", ["New York City/US", "Seattle/US", "@US", "@CA"]),
        ("US-Remote", ["@US"]),
        ("US-CA-Fremont", ["Fremont/US"]),
        ("US, CA, Santa Clara", ["Santa Clara/US"]),
        ("United States, Washington, Redmond", ["Redmond/US"]),
        ("Remote (United States | Canada)", ["@US", "@CA"]),
        ("Remote - Alberta, Canada", ["@CA-AB"]),
        ("Bangalore", ["Bengaluru/IN"]),
        ("Bengaluru", ["Bengaluru/IN"]),
        ("türkiye", ["@TR"]),
        ("eswatini", ["@SZ"]),
        ("Toronto, CA", ["Toronto/CA"]),
        ("Fremont, CA", ["Fremont/US"]),
        ("Berlin, DE", ["Berlin/DE"]),
        ("Wilmington, DE", ["Wilmington/US"]),
        ("Bangalore, IN", ["Bengaluru/IN"]),
        ("Indianapolis, IN", ["Indianapolis/US"]),
        ("Atlanta, Georgia", ["Atlanta/US"]),
        ("Tbilisi, Georgia", ["Tbilisi/GE"]),
        ("CA", []),
        ("London, ON", ["London/CA"]),
        ("London", ["London/GB"]),
        ("München", ["Munich/DE"]),
        ("São Paulo", ["São Paulo/BR"]),
        ("東京", ["Tokyo/JP"]),
        ("上海", ["Shanghai/CN"]),
        ("Anywhere in the World", ["@WORLD"]),
        ("EU", ["@EU"]),
        ("Metro Detroit, MI", ["Detroit/US"]),
        ("Duisburg - hybrid", ["Duisburg/DE"]),
        ("Our house on the hill", []),
        ("Tunis, Tunisia", ["Tunis/TN"]),
        ("Georgia, United States", ["@US-GA"]),
        ("USA.VA.Reston", ["Reston/US"]),
    ],
)
def test_location_texts(text: str, expected: list[str]) -> None:
    assert named(text) == expected


def test_a_place_has_codes_and_coordinates() -> None:
    (place,) = places_in("Fremont, CA")
    assert (place.region_code, place.country, place.region) == ("US-CA", "US", "California")
    assert place.latitude == pytest.approx(37.5, abs=0.2)
    assert place.longitude == pytest.approx(-122, abs=0.2)


def test_a_town_that_the_gazetteer_lacks_is_kept_as_stated() -> None:
    (place,) = places_in("Little Hamletville, TX")
    assert (place.city, place.region_code, place.known, place.latitude) == ("Little Hamletville", "US-TX", False, None)


def test_the_sources_parts_come_before_its_text() -> None:
    parts = {"text": "Munich Office", "city": "Munich", "region": "Bavaria", "country": "Germany"}
    (place,) = places_of([parts])
    assert (place.city, place.region_code) == ("Munich", "DE-BY")
    (place,) = places_of([{"text": "Santiago", "city": None, "region": None, "country": "CL"}])
    assert (place.city, place.country) == ("Santiago", "CL")


def test_headlines_and_lines_of_the_text_give_places_where_the_source_has_none() -> None:
    assert [each.city for each in headline_places("Maker | Cook | Leeds, UK | ONSITE")] == ["Leeds"]
    assert [each.city for each in headline_places("[上海/远程] 前端工程师")] == ["Shanghai"]
    assert headline_places("Paris | Engineer | Full-time") == ()  # the employer's name
    assert [each.city for each in body_places("About us\nStandort: Köln\nMehr")] == ["Köln"]


# Remote work


def remote(
    stated: str | None = None, text: str = "", location: str = "", title: str = "", platform: str = "import"
) -> Remote:
    return remote_of(stated, platform, location, title, "", passages_of(text), places_in(location))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("This is a fully remote position.", "remote"),
        ("This is a hybrid role.", "hybrid"),
        ("You work from our office three days a week.", "hybrid"),
        ("Onsite work is required 5 days a week.", "onsite"),
        ("This is not a remote position.", "onsite"),
        ("Drei Tage: 2 Tage pro Woche Homeoffice.", "hybrid"),
        ("Be ready to work out of our Leeds office, 3 days per week.", "hybrid"),
        ("One of the perks is 1 day working from home.", "hybrid"),
        ("Remote is possible but not full-time.", "hybrid"),
        ("We welcome everybody. #LI-Hybrid", "hybrid"),
        ("We welcome everybody. #LI-Remote", "remote"),
        ("This is an in-office role in Leeds.", "onsite"),
        ("是否远程：是", "remote"),
        ("是否远程：否", "onsite"),
        ("We support remote teams with our software and have offices in Leeds.", "unknown"),
        ("Experience with Microsoft Office and hybrid cloud.", "unknown"),
        ("Some of our roles are a hybrid role.", "unknown"),
    ],
)
def test_what_the_text_says_of_this_job(text: str, state: str) -> None:
    assert remote(text=text).state == state


def test_a_remote_bucket_with_an_on_site_body_is_a_conflict() -> None:
    found = remote("Remote", "This role is on-site at our plant. This is not a remote position.")
    assert (found.state, found.conflict) == ("onsite", True)
    assert not remote("Remote", "This is a fully remote role.").conflict


def test_the_scope_of_remote_work() -> None:
    assert remote("Remote", location="Remote (US/Canada)").scope == "US,CA"
    assert remote("Remote", "This is a remote role within Germany.").scope == "DE"
    assert remote("Hybrid", location="Berlin").scope is None


def test_a_flag_that_also_means_hybrid_says_little() -> None:
    assert remote("true", platform="ashby", location="Seattle, WA").state == "unknown"
    assert remote("true", platform="ashby", location="United States").state == "remote"
    assert remote("true", location="Seattle, WA").state == "remote"


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("Remote Sensing Analyst", "unknown"),
        ("Nurse (Remote)", "remote"),
        ("[远程] 工程师", "remote"),
        ("Teletrabajo - Ejecutivo", "remote"),
    ],
)
def test_titles_say_it_too(title: str, state: str) -> None:
    assert remote(title=title).state == state


# Pay


def pays(text: str = "", *, raw: str | None = None, title: str = "", country: str = "US", **stated: str) -> list[Pay]:
    return list(pays_of({"salary_raw": raw, **stated}, title, passages_of(text), [country] if country else []))


def brief(found: list[Pay]) -> list[tuple[float | None, float | None, str | None, str | None]]:
    return [(pay.low, pay.high, pay.currency, pay.period) for pay in found]


@pytest.mark.parametrize(
    "text",
    [
        "We raised $50 million in Series B funding.",
        "We raised $12,000,000 - $15,000,000 last year.",
        "A $500 stipend for your home office.",
        "401k match up to $10,000",
        "Annual revenue of $10,000,000 - $20,000,000",
        "Sign-on bonus of $5,000 - $10,000",
        "a learning budget of €1,500 or 2% of your base salary",
        "Get a maximum of $400 in bonuses. Earn $100 for every 10 rides",
        "We manage $3B AUM and grow to $10M+ ARR",
        "founded in 2015 - 2020, 30 - 40 people, 5-10 years",
        "Salary: negotiable",
        "Competitive salary",
        "we moved $60 – $80 million of goods",
        "Wir haben 45.000 Kunden",
    ],
)
def test_no_pay_is_invented(text: str) -> None:
    assert pays(text) == []


@pytest.mark.parametrize("raw", ["Negotiable", "-", "---", "a convenir", "de Mercado", "$500 stipend", "DOE"])
def test_pay_sentences_that_state_none(raw: str) -> None:
    assert pays(raw=raw) == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("$120-150k", (120_000, 150_000, "USD", "year")),
        ("$60k–$72k", (60_000, 72_000, "USD", "year")),
        ("$31,2k- $52k", (31_200, 52_000, "USD", "year")),
        ("$40- $60k", (40_000, 60_000, "USD", "year")),
        ("$50-$75 /hour", (50, 75, "USD", "hour")),
        ("$14/hour", (14, 14, "USD", "hour")),
        ("$265,000 — $365,000 USD", (265_000, 365_000, "USD", "year")),
        ("£81,999", (81_999, 81_999, "GBP", "year")),
        ("45.000 €", (45_000, 45_000, "EUR", "year")),
        ("45 000 €", (45_000, 45_000, "EUR", "year")),
        ("45k€", (45_000, 45_000, "EUR", "year")),
        ("80.000,00 EUR", (80_000, 80_000, "EUR", "year")),
        ("€45.000 - €55.000 brutto pro Jahr", (45_000, 55_000, "EUR", "year")),
        ("65 000 CHF – 80 000 CHF", (65_000, 80_000, "CHF", "year")),
        ("CHF 6'500 - 7'200 pro Monat", (6_500, 7_200, "CHF", "month")),
        ("$80,000 AUD", (80_000, 80_000, "AUD", "year")),
        ("C$90k", (90_000, 90_000, "CAD", "year")),
        ("NZ$100k", (100_000, 100_000, "NZD", "year")),
        ("Tagessatz 600 EUR", (600, 600, "EUR", "day")),
    ],
)
def test_pay_sentences(raw: str, expected: tuple[float, float, str, str]) -> None:
    assert brief(pays(raw=raw)) == [expected]


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("The salary range is $143,700.00 - $194,400.00 USD annually.", "US", (143_700, 194_400, "USD", "year")),
        ("Gehalt: 45.000 € bis 55.000 € brutto im Jahr", "DE", (45_000, 55_000, "EUR", "year")),
        ("Rémunération : 45 000 € à 55 000 € brut annuel", "FR", (45_000, 55_000, "EUR", "year")),
        ("Sueldo: 30.000 - 35.000 euros brutos al año", "ES", (30_000, 35_000, "EUR", "year")),
        ("Renta: $420.000 líquidos mensuales", "CL", (420_000, 420_000, "CLP", "month")),
        ("Lön: 35 000 - 40 000 kr per månad", "SE", (35_000, 40_000, "SEK", "month")),
        ("薪水 25k-35k RMB", "CN", (25_000, 35_000, "CNY", "month")),
        ("base salary between $111,000 and $150,000", "CA", (111_000, 150_000, "CAD", "year")),
        ("The pay is $40–$60 per hour", "US", (40, 60, "USD", "hour")),
        ("Salary up to 65K€ based on experience", "FR", (None, 65_000, "EUR", "year")),
    ],
)
def test_pay_in_running_text(text: str, country: str, expected: tuple[float, float, str, str]) -> None:
    assert brief(pays(text, country=country)) == [expected]


def test_several_ranges_of_one_advert_are_several_pays() -> None:
    text = "USA: base salary is $111,000 USD to $150,000 USD.\nCanada: base salary is $109,000 CAD to $147,000 CAD."
    assert brief(pays(text)) == [(111_000, 150_000, "USD", "year"), (109_000, 147_000, "CAD", "year")]


def test_a_span_leads_back_to_the_words() -> None:
    text = "About us.\nThe salary range is $90,000 - $120,000 a year."
    (pay,) = pays(text)
    assert text[pay.start : pay.end] == "$90,000 - $120,000"


def test_what_looks_wrong_is_flagged_not_mended_in_silence() -> None:
    assert {"wide_range", "implausible"} <= set(pays(raw="$1.00–$250,000")[0].flags)
    (swapped,) = pays(raw="$150k-$120k")
    assert (swapped.low, swapped.high, "swapped" in swapped.flags) == (120_000, 150_000, True)
    (structured,) = pays(salary_min="90000", salary_max="60000", salary_currency="EUR", salary_period="YEAR")
    assert (structured.low, structured.high, structured.flags) == (60_000, 90_000, ("swapped",))
    assert "period_inferred" in pays(raw="$120k")[0].flags
    assert "currency_inferred" in pays(raw="$120k")[0].flags


def test_an_hourly_rate_that_a_feed_multiplied_by_2080_is_given_back() -> None:
    stated = {"salary_min": "83200", "salary_max": "124800", "salary_currency": "USD", "salary_period": "YEAR"}
    (pay,) = pays("Base compensation: USD $40–$60 per hour", **stated)
    assert (pay.low, pay.high, pay.period) == (40, 60, "hour")
    assert "hourly_times_2080" in pay.flags
    assert pay.annual_low == 83_200
    assert "2,080 hours" in str(pay.assumption)


def test_an_hourly_rate_that_a_feed_calls_yearly_is_given_back() -> None:
    stated = {"salary_min": "14", "salary_max": "14", "salary_currency": "USD", "salary_period": "YEAR"}
    (pay,) = pays("Compensation: $14/hour", **stated)
    assert (pay.low, pay.high, pay.period) == (14, 14, "hour")
    assert pays("Compensation is good.", **stated)[0].period == "year", "only if the text says so"


def test_one_pay_said_twice_is_one() -> None:
    text = "USD 99,000.00 - 165,000.00 per year\n\nCompensation: a base salary of $99,000.00 - $165,000.00."
    assert brief(pays(text)) == [(99_000, 165_000, "USD", "year")]


def test_gross_and_net_are_kept_apart() -> None:
    assert pays("Gehalt: 45.000 € bis 55.000 € brutto", country="DE")[0].tax == "gross"
    assert pays("Renta: $420.000 líquido", country="CL")[0].tax == "net"
    assert pays("The salary is $50,000 - $60,000")[0].tax is None


def test_nothing_is_converted_and_the_order_names_its_day() -> None:
    (pay,) = pays(raw="£50,000 a year")
    assert (pay.low, pay.currency) == (50_000, "GBP")
    assert pay.order_eur == pytest.approx(50_000 / pay_rules().rates["GBP"])
    assert pay.rates_on == pay_rules().rates_on == "2024-12-31"


# Roles and levels


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Senior Machine Learning Engineer", "machine_learning_engineer"),
        ("Softwareentwickler (m/w/d)", "software_engineer"),
        ("Ingénieur logiciel", "software_engineer"),
        ("Javautvecklare", "software_engineer"),
        ("Software Engineer (Backend)", "backend_engineer"),
        ("Desarrollador(a) Full Stack", "fullstack_engineer"),
        ("前端开发工程师", "frontend_engineer"),
        ("Product Marketing Manager", "marketing_specialist"),
        ("Engineering Manager, Billing", "engineering_manager"),
        ("Account Executive - Cybersecurity", "sales_representative"),
        ("Krankenpfleger:in", "nurse"),
        ("Enfermera", "nurse"),
        ("Sjuksköterska", "nurse"),
        ("Verpleegkundige", "nurse"),
        ("Enfermeiro", "unknown"),
        ("LKW-Fahrer", "driver"),
        ("Chofer repartidor", "driver"),
        ("Chauffeur livreur", "driver"),
        ("Verkäufer/in", "retail_salesperson"),
        ("Koch", "cook"),
        ("Cuisinier", "cook"),
        ("Elektriker", "electrician"),
        ("Électricien", "electrician"),
        ("Chef de projet", "project_manager"),
        ("Guardia de seguridad", "security_guard"),
        ("Agent d'entretien", "cleaner"),
        ("Maker | Data Scientist | NYC | Full-time", "data_scientist"),
        ("Talent Pool", "unknown"),
        ("Sound Mixer - Fully Remote | up to $14/hr", "unknown"),
        ("HR Generalist", "hr_specialist"),
        ("Founder's Associate", "operations_manager"),
        ("Founder", "executive"),
        ("Operario de Bodega", "warehouse_worker"),
        ("RTL Power Engineer", "hardware_engineer"),
    ],
)
def test_role_families(title: str, role: str) -> None:
    assert role_of(title) == role
    assert role == "unknown" or role in {each.id for each in roles()}


def test_brackets_of_a_title_do_not_change_the_family() -> None:
    assert (
        role_of("Solutions Engineer (Agentforce)") == role_of("Solutions Engineer (Data Cloud)") == "solutions_engineer"
    )


@pytest.mark.parametrize(
    ("title", "years", "level"),
    [
        ("Software Engineering Intern", None, "intern"),
        ("Werkstudent Marketing", None, "intern"),
        ("Internship Program Manager", None, "unknown"),
        ("Junior Developer", 5, "entry"),
        ("Software Engineer, New College Grad", None, "entry"),
        ("Software Engineer II", None, "mid"),
        ("Senior Product Manager", None, "senior"),
        ("Staff Engineer", None, "lead"),
        ("Product Manager", 3, "mid"),
        ("Product Manager", None, "unknown"),
        ("Engineering Manager", None, "manager"),
        ("Filialleiter (m/w/d)", None, "manager"),
        ("Head of Sales", None, "executive"),
        ("Chief of Staff", 1, "entry"),
        ("VP Engineering", None, "executive"),
        ("MLOps エンジニア", None, "unknown"),
        ("シニアエンジニア", None, "senior"),
        ("Nurse", 6, "senior"),
        ("Founder's Associate", None, "unknown"),
        ("Jefatura de ventas", None, "manager"),
    ],
)
def test_levels(title: str, years: int | None, level: str) -> None:
    assert level_of(title, None, "unknown", years) == level
    assert level in LEVELS


# Years and degrees


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3+ years of experience in Java", Years(3, None)),
        ("2-5 years of experience", Years(2, 5)),
        ("5–7 years of relevant design experience", Years(5, 7)),
        ("mindestens drei Jahre Berufserfahrung", Years(3, None)),
        ("5 ans minimum d'expérience", Years(5, None)),
        ("entre 2 et 5 ans d'expérience", Years(2, 5)),
        ("Experiencia mínima de 1 año en ventas", Years(1, None)),
        ("Minst 3 års erfarenhet", Years(3, None)),
        ("Minimaal 2 jaar ervaring", Years(2, None)),
        ("3年及以上专业从业经验", Years(3, None)),
        ("At least two years of experience", Years(2, None)),
        ("Bachelor's and 4+ years of experience; or 6+ years of experience", Years(4, None)),
        ("For over 30 years we have been building ships", Years()),
        ("The company was founded 5 years ago", Years()),
        ("Mayor de 18 años", Years()),
        ("We grew tenfold in 6 years", Years()),
        ("You are at least 25 years old", Years()),
    ],
)
def test_years_asked(text: str, expected: Years) -> None:
    found = years_asked(passages_of(text))
    assert (found.low, found.high) == (expected.low, expected.high)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bachelor's degree or equivalent", Degree("bachelor", "required")),
        ("Bachelor’s or Master’s degree in physics", Degree("bachelor", "required")),
        ("PhD preferred", Degree("doctor", "preferred")),
        ("abgeschlossenes Studium der Informatik", Degree("bachelor", "required")),
        ("abgeschlossene Ausbildung als Koch", Degree("secondary", "required")),
        ("Enseñanza media completa", Degree("secondary", "required")),
        ("本科及以上学历", Degree("bachelor", "required")),
        ("A high degree of care", Degree()),
        ("Certified Scrum Master", Degree()),
        ("No schooling asked", Degree()),
    ],
)
def test_degrees(text: str, expected: Degree) -> None:
    assert degree_asked(passages_of(text)) == expected
