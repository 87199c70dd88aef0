"""Partners' themes: one module for each whose numbers are so many of so many; `catalogue` brings them together."""
