"""Everything that is seen. Computes nothing."""
