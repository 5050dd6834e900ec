"""Frozen records that every step shares. No input or output, no third-party import."""
