"""The Networks lab: what does the architecture buy?"""
