"""Counts of police.uk records by month, force, small area and type: contract, column map, and a reader where the shared ones do not suffice."""
