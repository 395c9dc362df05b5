"""Nets as modules."""
