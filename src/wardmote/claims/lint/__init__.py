"""The prose lint: what a reader could ask of any text about crime and safety that the text itself does not answer.

A document is read into passages (`passages`), numbers are read once (`quantities`), and each module of `rules` looks
for one thing. A rule is a module with NAME, WHY, CAUGHT and PASSED (examples that its test runs) and `remarks`.
"""
