"""Release metadata; originals by SHA-256, written once."""
