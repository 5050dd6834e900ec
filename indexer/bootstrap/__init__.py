"""Wiring: `reading` for the site and commands that look, `processing` for the workers."""
