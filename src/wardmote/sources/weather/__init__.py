"""Weather by month: contract and column map."""
