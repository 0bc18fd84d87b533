"""From a board to an accepted landing file: run a spider, judge it, keep it; foreign files come in here too."""
