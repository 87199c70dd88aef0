"""Fires attended: contract and column map."""
