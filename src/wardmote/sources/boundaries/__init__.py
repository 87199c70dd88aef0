"""Boundaries of areas (ONS, Ordnance Survey): contract, column map, and a reader where the shared ones do not suffice."""
