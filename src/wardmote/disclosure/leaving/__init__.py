"""Files that leave, opened again part by part: whatever is not on the list of what a published file may hold is a leak.

One module for each kind of file; `inspection` chooses by name. Nothing is repaired here: a file with a leak is not
published, and is made again from the released tables.
"""
