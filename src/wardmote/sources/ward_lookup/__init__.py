"""Lookup from wards to authorities, counties and regions (ONS): contract, column map, and a reader where the shared ones do not suffice."""
