"""Survey of residents: contract and column map."""
