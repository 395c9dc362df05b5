"""Lessons, and the checks that compare their claims with what is computed."""
