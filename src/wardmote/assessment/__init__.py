"""Chapters, tables, pictures, what the law asks for, and every format of a release."""
