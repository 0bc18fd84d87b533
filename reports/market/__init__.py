"""The market report."""
