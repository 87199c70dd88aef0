"""Journeys through drug and alcohol treatment: contract and column map."""
