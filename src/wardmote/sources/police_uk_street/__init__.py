"""Street-level crime and anti-social behaviour (data.police.uk): contract, column map, and a reader where the shared ones do not suffice."""
