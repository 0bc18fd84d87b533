"""Which languages the rules cover: an advert in another one must not count as "asks for nothing"."""

COVERED = frozenset({"en", "de", "fr", "es", "pt", "nl", "sv"})
"""ISO 639-1 codes of the languages for which there is wording; a test holds them together."""
