"""Ambulance incidents: contract and column map."""
