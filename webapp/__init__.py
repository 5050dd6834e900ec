"""The site: thin Flask over the library."""
