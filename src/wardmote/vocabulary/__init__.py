"""The field's closed lists as dated tables: a new category is a line of data."""
