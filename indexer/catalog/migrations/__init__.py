"""The schema's history. One module a revision in `versions/`; both databases run the same ones."""
