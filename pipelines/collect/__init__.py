"""From a board to an accepted landing file: spiders run and judged; foreign files come in here too."""
