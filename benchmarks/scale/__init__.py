"""What grows with an archive, and what must not: one command makes an archive of any size and measures it."""
