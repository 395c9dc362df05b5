"""Descent: which optimizer gets down, and why?"""
