"""Splits an advert into its parts by its headings, and knows lines that never name a requirement.

What stands under an unknown heading is ``other``: found, but with no claim about how it is asked.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

HEADINGS = (
    (
        "nice_to_have",
        r"nice[ -]to[ -]haves?|bonus(?: points| skills| qualifications)?|preferred(?! name)|desir(?:ed|able)|"
        r"good to have|would be (?:great|nice)|it'?s a plus|pluses|additional (?:skills|qualifications)|"
        r"ideally|extra credit|great if you have|what (?:will|would) (?:make you|help you) stand out|advantageous",
    ),
    (
        "requirements",
        r"(?:(?:minimum|basic|key|job|main|essential|required|core|technical|position|your|our) )*"
        r"(?:requirements?|qualifications?|skills?(?: (?:and|&) \w+)*|must[ -]haves?|competenc(?:ies|es)|experience)\b|"
        r"who you are|about you\b|what (?:you(?:'ll|\u2019ll| will)?|we) (?:need|bring|require)|what you(?:'ll|\u2019ll)? bring|"
        r"what we(?:'re|\u2019re| are)? (?:look|search)ing for|we(?:'re|\u2019re| are)? look(?:ing)? for|you (?:have|bring|are|should have|must have)\b|"
        r"your (?:profile|background|skills|experience)|you might be a (?:good )?fit|ideal candidate|"
        r"(?:tech(?:nical|nology)? )?stack|technologies|tools we use|our stack|education(?: and experience)?\b|"
        r"to be successful|who we(?:'re|\u2019re| are) looking for|candidate profile|knowledge(?:,| and) skills|"
        r"we(?:'d|\u2019d| would) love (?:to hear from you|if you)|you(?:'ll|\u2019ll| will) need",
    ),
    (
        "duties",
        r"(?:key |main |core |your |job |essential |primary )*(?:responsibilities|duties|tasks|accountabilities)|"
        r"what you(?:'ll|\u2019ll| will)? (?:do|be doing|work on|own)|your (?:role|mission|impact)|the (?:role|job|position|opportunity|work)\b|"
        r"(?:job|role|position) (?:description|summary|overview|purpose)|about the (?:role|job|position|team|opportunity)|"
        r"day[ -]to[ -]day|in this role|you will\b|how you(?:'ll|\u2019ll| will) (?:contribute|make)|your day",
    ),
    (
        "benefits",
        r"(?:(?:our|company|employee|the|your|additional|great|other) )*(?:benefits?|perks?)\b|what we offer|we offer|what(?:'s|\u2019s| is) in it for you|"
        r"why (?:join|work|you|us)\b|compensation|salary|pay (?:range|transparency)|total rewards|we(?:'ll|\u2019ll)? provide|"
        r"what you(?:'ll|\u2019ll| will)? (?:get|receive)|rewards|remuneration|life at|the package|in return",
    ),
    (
        "legal",
        r"equal (?:employment )?opportunit|eeo\b|diversity|our commitment to|accommodation|privacy|disclaimer|legal\b|"
        r"notice to|e-?verify|applicant privacy|background check|inclusion|recruitment (?:agencies|fraud)|"
        r"to all recruitment agencies|how to apply|application process|interview process|hiring process|our (?:hiring|interview) process",
    ),
    (
        "about",
        r"(?:about|who) (?:us|we are)|about (?:the company|our company|[A-Z]\w+)|company (?:description|overview|profile)|"
        r"our (?:company|story|mission|values|culture|team|customers)|who we are|the company|the team\b|our values",
    ),
)
LINE = re.compile(
    r"^[^\w\n]{0,4}(?i:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in HEADINGS)
    + r")(?P<rest>[^\n]{0,60})$",
    re.M,
)
INLINE = re.compile(
    r"^[^\w\n]{0,4}(?i:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in HEADINGS)
    + r")[^\n:.]{0,30}:(?=[ \n])",
    re.M,
)
UNCOUNTED = frozenset({"benefits", "legal"})
LONGEST_HEADING = 70


@dataclass(frozen=True, slots=True)
class Sections:
    """The parts of a text: where each begins, and its kind."""

    starts: list[int]
    kinds: list[str]

    def at(self, place: int) -> str:
        """The kind of the part that holds a character; ``other`` before the first known heading."""
        index = bisect_right(self.starts, place) - 1
        return self.kinds[index] if index >= 0 else "other"


def find_sections(text: str) -> Sections:
    """Headings are short lines without a sentence's end; a line "Requirements: …" opens one for itself on."""
    marks: dict[int, str] = {}
    for match in LINE.finditer(text):
        if _is_heading(match.group(0), match["rest"].rstrip()):
            marks[match.start()] = _kind(match)
    for match in INLINE.finditer(text):
        if not match.group(0).startswith("- "):
            marks.setdefault(match.start(), _kind(match))
    starts = sorted(marks)
    return Sections(starts, [marks[start] for start in starts])


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind, _ in HEADINGS if match[kind] is not None)


def _is_heading(line: str, rest: str) -> bool:
    """Short, no sentence's end, not a list item, and not prose that happens to begin like a heading."""
    if len(line) > LONGEST_HEADING or rest.endswith((".", ",", ";")):
        return False
    if rest.endswith(":"):
        return True
    return not line.startswith("- ") and len(rest.split()) <= 6
