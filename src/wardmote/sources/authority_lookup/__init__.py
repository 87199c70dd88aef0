"""Lookup from authorities to community safety partnerships and police force areas (ONS): contract, column map, and a reader where the shared ones do not suffice."""
