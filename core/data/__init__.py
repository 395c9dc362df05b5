"""The small real data sets that ship with the application, as read-only NumPy arrays."""
