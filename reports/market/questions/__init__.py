"""The SQL of the page round the charts, one question per file; run by reports/market/reading.py."""
