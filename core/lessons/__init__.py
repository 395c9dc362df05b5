"""Lessons, and the checks that hold them against what is computed."""
