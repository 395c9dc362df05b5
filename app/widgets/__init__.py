"""Pictures and controls that several panels share."""
