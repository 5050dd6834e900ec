"""Fictional released documents with exact ground truth; `python -m tests.specimens` writes them again."""
