"""Anti-social behaviour reported to the council: contract, column map, and a reader where the shared ones do not suffice."""
