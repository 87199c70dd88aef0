"""What residents say in a survey: a witness that does not depend on what anybody records."""

from collections.abc import Sequence

from wardmote.measures.themes.share import Choose, Row, Share
from wardmote.periods import Period

SOURCE = "residents_survey"

# The question's code: slug, label, what those counted said.
QUESTIONS = {
    "asb-problem": ("survey-asb", "Residents who call anti-social behaviour a problem", "called anti-social behaviour a problem where they live"),
    "violence-seen": ("survey-violence", "Residents who suffered or saw violence", "had suffered or seen violence in the year before"),
}  # fmt: skip


def answers(question: str) -> Choose:
    def choose(rows: Sequence[Row], period: Period) -> list[Row]:
        return [row for row in rows if row["question"] == question and row["month"] in period]

    return choose


SHARES = tuple(
    Share(
        slug=slug, label=label, does=does, theme="survey", source=SOURCE, part=answers(code), whole=answers(code),
        part_of="yes", whole_of="answered", whole_slug=f"{slug}-answered", whole_label=f"{label}: answered",
        whole_noun="residents who answered", rest_slug=f"{slug}-no", rest_label=f"{label}: did not", better="lower",
    )
    for code, (slug, label, does) in QUESTIONS.items()
)  # fmt: skip
