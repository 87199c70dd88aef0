"""Public health indicators (OHID, Fingertips): contract, column map, and a reader where the shared ones do not suffice."""
