"""The one gate everything leaves through."""
