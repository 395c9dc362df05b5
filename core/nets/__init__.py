"""Nets: those that are trained, ordinary torch modules, and architectures as lists of rows."""
