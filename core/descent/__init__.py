"""Surfaces, optimizers, and how an optimizer descends a surface."""
