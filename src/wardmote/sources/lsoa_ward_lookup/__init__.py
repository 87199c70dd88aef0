"""Lookup from LSOAs to wards, best fit (ONS): contract, column map, and a reader where the shared ones do not suffice."""
