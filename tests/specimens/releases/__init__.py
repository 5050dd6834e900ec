"""One module for each kind of release."""
