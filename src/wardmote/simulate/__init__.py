"""An invented partnership with planted effects and an answer key, in the file formats partners really use.

`simulate` writes the folder; `counts.monthly_series` and `counts.draw` give the truth without files, for many seeds.
"""

from wardmote.simulate.answers import Answers, PlantedEffect, read_answers
from wardmote.simulate.casework import Casework
from wardmote.simulate.folder import simulate

__all__ = ["Answers", "Casework", "PlantedEffect", "read_answers", "simulate"]
