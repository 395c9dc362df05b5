"""Normalizations from their definitions: one formula over different axes."""
