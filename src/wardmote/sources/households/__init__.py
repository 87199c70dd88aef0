"""Residents and households, Census 2011 (ONS): contract, column map, and a reader where the shared ones do not suffice."""
