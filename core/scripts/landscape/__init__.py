"""Scripts of the landscapes."""
