"""How long a test waits for what is to come.

Only what hangs takes so long: on a busy machine a tight limit fails a test that has nothing wrong.
"""

SECONDS = 120
SOON = 1000 * SECONDS
"""In milliseconds, as Qt counts."""
