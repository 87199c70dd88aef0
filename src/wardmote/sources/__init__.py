"""Partners' files in: one folder per extract, with its contract, its column map and, where needed, its own reader."""
