"""Recognisers: one per kind behind one Protocol, over gazetteers and patterns kept as data in config/."""
