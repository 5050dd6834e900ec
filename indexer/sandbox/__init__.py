"""Warm child processes that do dangerous work under limits. Knows no PDF: a child program is named by its module."""
