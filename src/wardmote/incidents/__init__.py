"""One clean table of incidents, and the breaks in their series."""
