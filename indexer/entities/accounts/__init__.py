"""Accounts: presences on platforms, named by handle, address, identifier, in prose, in tables, or not named at all."""
