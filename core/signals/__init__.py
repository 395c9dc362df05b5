"""Activation functions, initializers, and a signal's way through a deep net."""
