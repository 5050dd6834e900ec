"""The page of a timeline: of a search, of a name, and what a researcher has picked from them."""
