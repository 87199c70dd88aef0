"""The formats a document leaves in, and what they share: type, column widths, pictures once drawn."""
