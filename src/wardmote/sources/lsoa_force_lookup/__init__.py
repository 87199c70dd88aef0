"""Lookup from LSOAs to MSOAs, authorities and police forces: contract, column map, and a reader where the shared ones do not suffice."""
