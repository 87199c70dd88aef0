"""Food hygiene ratings: contract, column map and reader."""
