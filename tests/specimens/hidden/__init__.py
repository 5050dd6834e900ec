"""Failed redactions, other invisible text, and look-alikes that are clean; file names state the result."""
