"""The tour that introduces the program."""
