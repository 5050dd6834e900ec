"""Celery over the step functions, and the reconciler that trusts only the ledger."""
