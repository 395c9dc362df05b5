"""Pictures, numbers and films as files."""
