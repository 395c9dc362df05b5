"""The nets that everybody speaks of, family by family, as lists of rows."""
