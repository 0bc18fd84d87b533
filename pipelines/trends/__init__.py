"""Pure numeric functions: intervals, tests, verdicts. No chart and no table goes round them."""
