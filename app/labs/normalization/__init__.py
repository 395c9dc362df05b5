"""Normalization: which numbers share a mean?"""
