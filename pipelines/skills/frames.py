"""Frames: the words around a doubtful spelling that make it a skill, a language, a verb or a company.

Nothing here knows a single skill.
"""

import re
from functools import lru_cache

LIST_GAP = re.compile(
    r"(?:[,/;|&+•·()\[\]]|\b(?:and|or|et|ou|und|oder|y|o|e|en|och|eller|of|and/or)\b|\be\.?g\.?|\bi\.?e\.?|\bsuch as\b|"
    r"\bincluding\b|\blike\b|\s|-\s|\bor even\b|\bideally\b|\bv?\d{1,2}(?:\.[\dx]{1,2})*\+?)+",
    re.I,
)
"""What may stand between two members of a list."""
LONGEST_LIST_GAP = 24
CURRENCIES = frozenset({"CAD", "CDN"})
"""Codes of currencies that are abbreviations of skills too."""
AMOUNT = r"(?:\$ ?\d[\d.,]*|\d{1,3}(?:[.,]\d{3})+|(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4,}|\d+(?:[.,]\d)? ?[kKmM]\b)"
AMOUNT_BEFORE = re.compile(rf"(?:\$|{AMOUNT}\+?(?:/\w+)?)[ \u00a0()/\u2013\u2014-]*\Z")
AMOUNT_AFTER = re.compile(rf"[ \u00a0:(]*(?:\$|{AMOUNT})")
AMOUNT_WITHIN = 20
"""Characters before the code in which its figure stands."""
LIST_GOES_ON = re.compile(
    r"\s*(?:[,/;|)\].•·\n&:]|$|(?:and|or|et|ou|und|oder|y|e|en|och|eller|etc|is|are|experience|skills|knowledge|"
    r"principles|concepts|tools|as well)\b|-\s)",
    re.I,
)
"""What may follow a member of a list: not the noun that would make it an attribute."""
ASKED_BEHIND = (
    "skill", "skills", "experience", "knowledge", "expertise", "background", "degree", "qualification",
    "qualifications", "certification", "certifications", "principles", "techniques", "concepts", "methodology",
    "methodologies", "fundamentals", "proficiency", "best practices", "related field", "discipline", "kenntnisse",
    "erfahrung",
)  # fmt: skip
OR_LIKE = (
    r"or (?:(?:an?\s+)?(?:other\s+)?(?:related|similar|equivalent|relevant|comparable)|other (?:related|relevant))"
)
JOBS_BEHIND = ("engineer", "scientist", "developer", "researcher", "architect", "specialist", "technician", "trainer")
ASKED_AFTER = re.compile(
    rf"(?:\s+|-)(?:{'|'.join(ASKED_BEHIND)}|{OR_LIKE}|(?:{'|'.join(JOBS_BEHIND)})(?=\s*(?:$|[(|@\u2013\u2014])))\b",
    re.I,
)
HEADS = (
    "knowledge", "skills", "experience", "technologies", "tools", "languages", "stack", "qualifications",
    "competencies", "areas", "disciplines", "field", "fields", "degree", "degrees", "education", "background",
    "expertise", "subjects", "kenntnisse", "compétences", "conocimientos",
)  # fmt: skip
ASKED_HEAD = re.compile(
    rf"\b(?:{'|'.join(HEADS)})"
    r"(?:\s+(?:includ(?:e|es|ing)|such as|like))?\s*[:(]?\s*$",
    re.I,
)

DEGREE_AFTER = re.compile(
    r"[\s,]*(?:degrees?|in|or|and|/|\(|required|preferred|from|level|is (?:a plus|required|preferred|desirable)|"
    r"holder|with|"
    r"of science|\)|[.,;]|$)(?!\w)",
    re.I,
)
DEGREE_NOT = re.compile(
    r"[\s/-]*(?:students?|candidates?|positions?|projects?|program(?:me)?s?|fellows?(?:hips?)?|stipends?|thesis|"
    r"scholarships?|schools?|supervis|researchers?|studies|intern|interns)\b",
    re.I,
)

LEVELS = (
    r"fluen(?:t|cy)|communicat(?:e|ing|or)|effortlessly|mastery?|native|bilingual|proficien(?:t|cy)|speak(?:s|ing|er)?|spoken|written|verbal|oral|write|read|"
    r"command|"
    r"mother tongue|conversational|business|professional|working|excellent|advanced|intermediate|languages?|level|"
    r"knowledge|understand|skills?|"
    r"fließend(?:es|e|en)?|verhandlungssicher(?:es|e)?|gute[sn]?|sehr gute|muttersprache|muttersprachler|sprachen|"
    r"sprachkenntnisse|courant|parlé|maîtrise|langues?|bilingue|idiomas?|nivel|domin[ai]o|fluente|inglés|vloeiend|"
    r"taal|talen|"
    r"flytande|obehindrat|språk|tala|skriva|kunskaper"
)
SPOKEN_BEFORE = re.compile(
    rf"\b(?:{LEVELS})\b\s*(?:(?:in|of|for|at|both|the|a|level|proficiency|to|as well as|and|or|en|de|du|em|in|i|der|"
    rf"und|"
    rf"such as|like|written|spoken|verbal|oral|read|write|speak|language|skills?|:|-|&|/|\(|,)\s*)*$|"
    rf"\blanguage\s+(?:is|will be)\s+$",
    re.I,
)
SPOKEN_AFTER = re.compile(
    r"^\s*(?:[-\s(]*(?:speak(?:ing|ers?)|language|skills?|fluency|proficiency|level|native|mother tongue|communication|"
    r"writing|[ABC][12]\b|[ABC][12][+-]|required|is (?:a must|required|mandatory|essential|a plus|an advantage|"
    r"preferred|"
    r"necessary|needed)|preferred|mandatory|essential|a plus|spoken|written|verbal|both|"
    r"\(?(?:fluent|native|written|spoken|C1|B2|business|required|mother)|or (?:another|other|native)|"
    r"at (?:an? )?(?:business|[ABC][12]|native|professional|high)|"
    r"(?:is )?(?:used |spoken )?as (?:(?:the|an?|our|your|its)\s+)?(?:(?:daily|main|common|primary)\s+)?"
    r"(?:working|business|company|corporate|office|team|official)\s+language|"
    r"sprachkenntnisse|kenntnisse|courant|niveau|nivel|avanzado|intermedio|fluente|avançado)\b)",
    re.I,
)
SPOKEN_NOT = re.compile(
    r"^\s*(?:team|teams|market|markets|customers?|clients?|department|teacher|literature|lessons?|class(?:es)?|"
    r"courses?|"
    r"version|speaking (?:market|countr|world)|resume|cv\b|only\.|law|company|office|government|channel|cuisine|food|"
    r"restaurant|breakfast|heritage|citizens?|nationals?|authorities|society|press|media|language arts)",
    re.I,
)
SPOKEN_NOT_BEFORE = re.compile(
    r"\b(?:apply|application|submit(?:ted)?|resume|cv|gcse|degree|teach(?:ing)?|lessons|literature|cover letter|"
    r"available|"
    r"interview|documents?)\b[^.,;\n]{0,24}$",
    re.I,
)
FLUENT = re.compile(r"\b(?:fluen(?:t|cy)|native|bilingual)\b", re.I)
"""Nearer to a language than a degree or an application: it is spoken after all."""

SENTENCE_START = re.compile(r"(?:^|[.!?:\n•]\s*|\n- )$")
VERB_AFTER = re.compile(
    r"\s+(?:to|at|on|up|down|through|above|beyond|for it|into|out|with us|ahead|quickly|the|your|a|an|our|their|"
    r"is here)\b"
)
DEVELOPER_AFTER = re.compile(r"\s+(?:developers?|engineers?|programmers?|devs?)\b", re.I)
"""Behind a name in any case: a title is no verb."""
PRAISE = (
    "at", "join", "joined", "joining", "about", "formerly", "ex", "acquired by", "backed by", "founded by",
    "investors like", "investors such as", "customers like", "customers include", "customers such as", "clients like",
    "clients include", "clients such as", "partner with", "partners with", "partnered with", "partnership with",
    "companies like", "companies such as", "brands like", "brands such as", "trusted by", "alumni of", "came from",
    "used by", "ceo of", "cto of", "cpo of", "founder of", "cofounder of", "co-founder of",
    "founders of", "head of ai at",
    "investors include", "competitors like", "competitors such as", "powered by", "products like", "us on", "follow us",
)  # fmt: skip
OWN = ("mission", "team", "customers", "culture", "office", "values", "employees")
HIRING = (
    "is (?:hiring|looking|seeking|a leading|the leading|an equal|committed|proud|recruiting)", r"customers?\b",
    r"careers\b", r"employees\b", "offers (?:a|an|competitive)", r"Ventures\b", "Partner of the Year",
    "Gold [Pp]artner (?:of|award)", "Silver [Pp]artner (?:of|award)", "Premier [Pp]artner (?:of|award)",
    "[Pp]artner (?:of|award)", r"awards?\b", "was founded", "was named", r"acquired\b",
)  # fmt: skip
HIRING_AFTER = re.compile(rf"(?:['\u2019]s (?:{'|'.join(OWN)})|\s+(?:{'|'.join(HIRING)})|,? Inc\b)")
COLLEAGUES = (
    "team", "teams", "department", "departments", "stakeholder", "stakeholders", "colleagues", "counterparts",
    "leaders", "leadership", "functions", "partners", "folks", "peers", "group", "groups",
)  # fmt: skip
COLLEAGUES_AFTER = re.compile(
    rf"(?:(?:\s*[,/&]\s*|\s+(?:and|or)\s+|\s+)[\w-]+){{0,6}}?\s+(?:{'|'.join(COLLEAGUES)})\b", re.I
)
JOINING = (
    "collaborate", "collaborates", "collaborated", "collaborating", "collaboration", "collaborations", "collaborative",
    "collaboratively", "collaborator", "collaborators", "partner", "partners", "partnered", "partnering", "liaise",
    "liaises", "liaised", "liaising", "liaison", "liaisons", "coordinate", "coordinates", "coordinated", "coordinating",
    "coordination", "coordinator", "coordinators", "interface", "interfaces", "interfaced", "interfacing",
)  # fmt: skip
WORKING = ("work", "works", "working")
ALIGNING = (
    "align", "aligns", "aligned", "aligning", "alignment", "interact", "interacts", "interacted", "interacting",
    "interaction", "interactions", "interactive", "alongside",
)  # fmt: skip
WITH = ("with", "across", "between", "alongside")
WITH_PEOPLE = re.compile(rf"(?:\s+\w+){{0,3}}?\s+(?:{'|'.join(WITH)})\s+", re.I)
"""Behind words for working, before the people that one works with."""
CLAUSE_ENDS = re.compile(r"[.;:]")
TOGETHER_WITH = {
    "joining": re.compile(r"(?:\s+\w+){0,2}?\s+(?:with|across)\s+", re.I),
    "working": re.compile(
        r" (?:\w+ly|cross-functionally|together|hand in hand)(?:\s+\w+){0,2}?\s+(?:with|across)\s+", re.I
    ),
}
"""The same where nothing but their list follows: so are words meant that are written small."""
LIST_ENDS = re.compile(r"\b(?:to|for|on|using|that|which|who|in|through|by|while|as|how|of)\b|[.;:()]", re.I)
COMPANIES = (
    "companies", "brands", "customers", "clients", "investors", "employers", "firms", "startups", "founder", "founders",
    "experts", "leaders", "engineers", "alumni", "veterans", "team", "talent", "operators", "people", "builders",
    "end-users", "publishers", "agencies",
)  # fmt: skip
LINKS = ("such as", "like", "including", "include", "from", "at", "of")
"""Words that link companies with their names."""
COMPANIES_BEFORE = re.compile(
    rf"\b(?:{'|'.join(COMPANIES)}),?\s+(?:[\w~.-]+\s+){{0,3}}?"
    rf"(?:\([^)]*\)\s+)?(?:{'|'.join(LINKS)})\s[^.;:\n]*$",
    re.I,
)
PHRASES = {
    "colleagues": COLLEAGUES, "joining": JOINING, "working": WORKING, "aligning": ALIGNING, "with": WITH,
    "companies": COMPANIES, "links": LINKS, "praise": PRAISE, "heads": HEADS,
    "asked behind": (*ASKED_BEHIND, *JOBS_BEHIND, "or"),
}  # fmt: skip
"""Words and phrases without which these frames cannot hold, in groups."""
LEGAL_FORM = re.compile(
    r"[,\s]+(?:inc|llc|ltd|limited|gmbh|ag|se|plc|corp|corporation|co|sa|sas|bv|ab|oy|as|labs|technologies|hq)\.?$"
)


def beginning(pattern: str) -> str:
    """The letters with which all words of a pattern begin."""
    return re.split(r"\w\?|[(\\]", pattern.replace("[Pp]", "p"))[0]


def is_amount(text: str, start: int, end: int) -> bool:
    """Whether the code of a currency stands beside its figure: "CAD 90,000", "$120k CAD"."""
    before = AMOUNT_BEFORE.search(text, max(0, start - AMOUNT_WITHIN), start)
    return before is not None or AMOUNT_AFTER.match(text, end) is not None


@lru_cache(maxsize=65536)
def is_list_gap(gap: str) -> bool:
    """Whether nothing stands between two words but what stands between members of a list."""
    # The expression reads some signs in two ways: its time doubles with each of them.
    return len(gap) <= LONGEST_LIST_GAP and LIST_GAP.fullmatch(gap) is not None


def spoken(before: str, after: str) -> bool:
    """Whether a language is meant as one that is spoken: "fluent in …", "… C1", "…-speaking"."""
    not_before = SPOKEN_NOT_BEFORE.search(before)
    if SPOKEN_NOT.match(after) or (not_before and not FLUENT.search(before, not_before.start())):
        return False
    return SPOKEN_AFTER.match(after) is not None or SPOKEN_BEFORE.search(before) is not None


def begins_sentence_as_verb(before: str, text: str, end: int) -> bool:
    """Whether the word is a capitalised verb: "React quickly to …"."""
    return SENTENCE_START.search(before) is not None and VERB_AFTER.match(text, end) is not None


def about_a_company(text: str, start: int, end: int, companies: list[int]) -> bool:
    """Whether a name is spoken of as a company: "brands such as Oracle", "Snowflake is hiring".

    ``companies`` are the places just before it where one of ``COMPANIES`` may stand.
    """
    if text[end : end + 1] in " ,'\u2019" and HIRING_AFTER.match(text, end):
        return True
    return start > 12 and any(COMPANIES_BEFORE.match(text, place, start) for place in companies)


def without_legal_form(company: str) -> str:
    """An employer's name in lower case without "Inc.", "GmbH" and the like."""
    return LEGAL_FORM.sub("", company.casefold().strip())
