"""Proven reoffending: contract, column map and reader."""
