"""Doors: thin functions that see who you are and what you asked, one file per page family."""
