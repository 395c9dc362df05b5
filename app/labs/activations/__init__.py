"""Activations: does the signal survive the depth?"""
