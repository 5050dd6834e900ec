"""The catalog: the truth and the ledger of work (design.md, rules 1 to 3)."""
