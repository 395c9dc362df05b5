"""What dev.py does: the set-up, and the commands. The standard library alone."""
