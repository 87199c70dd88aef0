"""Sentences bound to findings, checked each time a chapter is read."""
