"""The nets that are trained: ordinary torch modules."""
