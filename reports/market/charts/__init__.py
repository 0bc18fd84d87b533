"""The charts of the market report: one module with `CHART` and one .sql of the same name each."""
