"""Emergency department attendances after an assault: contract and column map."""
