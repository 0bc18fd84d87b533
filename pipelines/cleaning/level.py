"""The level of a job: intern, entry, mid, senior, lead, manager, executive or unknown.

The title's own words decide, then the source's field, then the years of experience asked. A "Product Manager" leads no
people: such titles are read as if the word manager were not there.
"""

import re
from functools import lru_cache

from pipelines.cleaning.place_names import name_key

LEVELS = ("intern", "entry", "mid", "senior", "lead", "manager", "executive", "unknown")
INTERN = re.compile(
    r"\b(?:interns?|internships?|praktikum|pflichtpraktikum|praktikant\w*|werkstudent\w*|working student|"
    r"stagiaires?|stage(?: de fin d etudes)?(?= paris| lyon|$)"
    r"|practicas?|practicantes?|becari[oa]s?|estagi\w+|tirocini\w+|co op|praktik|afstudeer\w*|stageplek|thesis|"
    r"abschlussarbeit|masterarbeit|bachelorarbeit)\b"
    r"(?! (?:programs?|programmes?|managers?|coordinators?|recruit\w+))|实习|インターン|인턴"
)
EXECUTIVE = re.compile(
    r"\b(?:chief (?!of staff)|ceo|cto|cfo|coo|cio|ciso|cmo|cro|cpo|s?e?vp|vice president|president|(?<!art "
    r")(?<!creative )(?<!funeral )directors?(?: of)?|head(?: of|$)|managing director"
    r"|geschaftsfuhrer\w*|geschaftsleit\w+|(?<!assistante de )(?<!assistant de )direct(?:eur|rice)|direktor\w*|"
    r"gerente general|subgerente|(?:co ?)?founder(?! s? ?associate)|"
    r"general counsel|bereichsleit\w+|managing partner)\b|总监|首席|总经理"
)
NO_PEOPLE = (
    "product project program programme account success community partner partners partnership partnerships "
    "alliances case growth marketing brand category campaign"
    " content media communications communication traffic implementation onboarding relationship engagement event "
    "events office release delivery pipeline"
    " acquisition pricing quality property contract vendor risk data enablement alliance portfolio "
    "product-marketing crm seo ecommerce innovation change incident"
    " problem service configuration database knowledge lifecycle affiliate influencer social key territory channel "
    "crypto process compliance procurement"
    " sourcing investment wealth asset relations affairs owner"
).split()
MANAGER = re.compile(
    r"\b(?:managers?\b|(?:leiter|leitung|filialleiter|vertriebsleiter|abteilungsleiter|gruppenleiter|marktleiter|"
    r"betriebsleiter|produktionsleiter)\w*\b|(?:sub)?jef(?:e|a|atura)\b|encargad[oa]\b"
    r"|gerente\b|responsable\b|supervisor\w*\b|foreman\b|capataz\b|chef d equipe\b|chef (?:de "
    r"service|de rayon|de cuisine)\b|\w+chef\b|superintendent\b)"
    r"|(?<!产品)(?<!项目)(?<!客户)经理|マネージャー"
)
LEAD = re.compile(
    r"\b(?:lead|leads|leader|(?<!of )(?<!technical )staff(?! accountant| nurse| pharmacist| assistant)|principal"
    r"|distinguished|"
    r"fellow|team ?lead|teamleit\w+|tech ?lead|vorarbeiter\w*|oberarzt\w*|coordinador\w*)\b|主管|负责人|リード|技術主管"
)
SENIOR = re.compile(
    r"\b(?:senior|sr|snr|experte?|expertin|experimente\w*|confirme\w*|erfahren\w*|seniors|sernior|ssr|semi "
    r"senior)\b|高级|资深|シニア|시니어|上級"
)
MID = re.compile(r"\b(?:mid|mid ?level|middle|intermediate|mittlere\w*|ii|iii)\b|中级")
ENTRY = re.compile(
    r"\b(?:junior|jr|jnr|graduate|new (?:college )?grad(?:uate)?|entry|entry level|trainee|apprentice\w*|early "
    r"careers?|berufseinsteiger\w*|absolvent\w*|quereinsteiger\w*|festeinstieg|einsteiger\w*"
    r"|debutant\w*|ausbildung|auszubildende\w*|azubi|alternance|alternant\w*|nyutexaminerad|starter|recien "
    r"egresad\w*|sin experiencia|junior\w*|i|1|new grads?|campus)\b(?! (?:recruiter|talent))|初级|应届|新卒"
)
STATED = (
    ("intern", re.compile(r"\bintern|praktik|student|trainee|stage\b", re.I)),
    ("executive", re.compile(r"executive|director|geschäftsleitung|vorstand|c-level|vp\b", re.I)),
    ("manager", re.compile(r"\bmanager|management|führung|leitung", re.I)),
    ("lead", re.compile(r"\blead\b|principal|staff", re.I)),
    ("senior", re.compile(r"senior|expert", re.I)),
    ("mid", re.compile(r"\bmid|intermediate|professional|experienced|berufserfahr", re.I)),
    ("entry", re.compile(r"entry|junior|graduate|einsteiger|no experience", re.I)),
)
MID_FROM, SENIOR_FROM = 2, 5
"""Years asked from which a job without any other sign is of that level."""


def level_of(title: str, stated: str | None, employment: str, years_min: int | None) -> str:
    """One of ``LEVELS``. ``stated``: the source's own field; ``employment``: as recognised; ``years_min``: asked."""
    if named := _named(title):
        return named
    if employment == "internship":
        return "intern"
    if stated:
        for level, pattern in STATED:
            if pattern.search(stated):
                return level
    if years_min is None:
        return "unknown"
    return "entry" if years_min < MID_FROM else "mid" if years_min < SENIOR_FROM else "senior"


@lru_cache(maxsize=100_000)
def _named(title: str) -> str | None:
    plain = name_key(title.replace("'", " ").replace("’", " ").replace("/", " ").replace(".", ". ")).replace("_", " ")
    if INTERN.search(plain):
        return "intern"
    if EXECUTIVE.search(plain):
        return "executive"
    if _leads_people(plain):
        return "manager"
    for level, pattern in (("lead", LEAD), ("senior", SENIOR), ("mid", MID), ("entry", ENTRY)):
        if pattern.search(plain):
            return level
    return None


def _leads_people(plain: str) -> bool:
    for found in MANAGER.finditer(plain):
        if found[0] not in {"manager", "managers"}:
            return not (found[0] == "responsable" and "responsable de" not in plain)
        before = plain[: found.start()].split()
        if not before or before[-1] in {"senior", "sr", "and", "the"}:
            return True
        if before[-1] not in NO_PEOPLE:
            return True
    return False
