"""Speed of the recognisers against spaCy alone, and their quality on the case files."""
