"""Lessons beside the panels."""
