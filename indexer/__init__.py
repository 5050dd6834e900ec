"""ATI Archive's library: from a release PDF to a citation. It knows no web framework and no queue."""
