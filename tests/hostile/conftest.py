"""Keeps pytest from running an attack as a test, whatever its name is."""

collect_ignore = ["attacks"]
