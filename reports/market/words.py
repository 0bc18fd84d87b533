"""What the words of the report mean, for the page itself. The rules behind them live in the warehouse."""

WORDS = (
    ("Posting", "One page on one source. The same opening may have several."),
    (
        "Advert",
        "One opening. Postings with the same employer, title and text are one advert, be it advertised again "
        "within 60 days or in many places.",
    ),
    (
        "New",
        "First advertised in the period while its source was already being watched. What stood there before is "
        "not new.",
    ),
    ("Share", "Adverts that name the skill, divided by all adverts that can be read. Naming it ten times counts once."),
    (
        "Interval (whiskers)",
        "Where the share would lie in 95 of 100 samples like this one (Wilson's interval). Adverts of one "
        "employer are alike and count for less in it.",
    ),
    (
        "Rising, falling",
        "The share of the last three complete months differs from the same three a year before by more than "
        "chance would explain, over the sources read in all six months. All skills are tested together, so that "
        "at most about one in ten of these verdicts is false. Comparing with the year before keeps the seasons out.",
    ),
    ("No clear change", "Tested, and no difference that chance could not explain. It may still have moved a little."),
    (
        "Too few to say",
        "Fewer than 100 adverts in a period, or fewer than 10 that name the skill. Then no share is printed. The chart "
        "of shares also leaves out a skill if a single employer has more than 40 of 100 adverts that name it.",
    ),
    (
        "Open month",
        "A month counts as complete seven days after its end. Until then it is hatched and takes part in no verdict.",
    ),
    (
        "Source",
        "One employer's board, one feed, or one import. Broken: its last answer could not be believed. Thin: much less "
        "than usual. Stale: not heard of for a week. New: read fewer than three times.",
    ),
)
