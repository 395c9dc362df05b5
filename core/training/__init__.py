"""Training: the one loop, its data, what is measured."""
