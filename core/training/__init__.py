"""Training: the one loop, its data, and what is measured."""
