"""Index of Multiple Deprivation (MHCLG): contract, column map, and a reader where the shared ones do not suffice."""
