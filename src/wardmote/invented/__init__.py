"""Invented partnerships at work, told by the verbs that people use: who is in them, one case, a whole year.

Everybody and every place is invented. Nothing here knows a database or a web framework: a store is given.
"""
