"""Injury collisions on the road (STATS19): contract and column map."""
