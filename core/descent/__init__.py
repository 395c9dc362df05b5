"""Surfaces, optimizers, and the descent of one on the other."""
