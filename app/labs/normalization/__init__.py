"""The Normalization lab: which numbers share a mean?"""
