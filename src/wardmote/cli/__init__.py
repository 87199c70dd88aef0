"""One command for each verb an analyst says."""
