"""Deprivation sub-domains and indicators (MHCLG), Community Needs Index (OCSI): contract, column map, and a reader where the shared ones do not suffice."""
