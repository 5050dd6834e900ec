"""PDF to pages: text, words, layout, redactions, furniture."""
