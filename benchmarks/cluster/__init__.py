"""Elasticsearch behind our interface, beside its bare client."""
