"""Priorities and their lineage, the actions of the last plan, indicators and targets."""
