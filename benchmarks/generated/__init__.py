"""Archives of generated pages, of any size, to measure on."""
