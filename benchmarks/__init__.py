"""Speed, as ratios against the plain way of doing the same work, and as times where a person waits.

Run by ``python3 dev.py bench``. Nothing here passes or fails: every line is a minimum, a median and
a maximum, and says what was compared. Times belong to the machine they were taken on and to
whatever else it was doing; ratios are taken in one process, the two sides in turn.
"""
