"""Stated results: figures, tests, caveats and verdicts."""
