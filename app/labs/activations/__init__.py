"""The Activations lab: does the signal survive the depth?"""
