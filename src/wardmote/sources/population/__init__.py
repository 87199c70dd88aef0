"""Mid-year population estimates by age (ONS): contract, column map, and a reader where the shared ones do not suffice."""
