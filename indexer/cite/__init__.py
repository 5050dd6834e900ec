"""Pages and mentions as citations and exports."""
