"""Which postings are one opening (vacancy)."""
