"""The Training lab: is this run healthy, and what would make it better?"""
