"""Understands and orchestrates: judges crawls, cleans, finds skills, links openings, runs the steps."""
