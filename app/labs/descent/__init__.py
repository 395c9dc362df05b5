"""The Descent lab: which optimizer gets down, and why?"""
