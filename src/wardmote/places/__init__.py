"""Areas and their vintages, boundaries, lookups, populations; map points placed once."""
