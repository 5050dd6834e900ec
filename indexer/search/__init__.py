"""Search: one grammar and one analyser over any engine behind two Protocols."""
