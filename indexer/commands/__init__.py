"""The `ati` commands that need neither web nor queue."""
