"""Centres of areas (ONS): contract, column map, and a reader where the shared ones do not suffice."""
