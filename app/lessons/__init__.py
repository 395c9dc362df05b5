"""Lessons that are shown beside the panels."""
