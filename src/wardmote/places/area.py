"""An area: a place with its code, its name and, for wards, the year of its boundary."""

from pydantic import BaseModel, ConfigDict

ELSEWHERE = "elsewhere"  # the code of all that the same files hold outside the partnership's area


class Area(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    vintage: str | None = None

    @property
    def key(self) -> str:
        """As it stands in ids: "E05002258@2013", or the bare code of an authority."""
        return f"{self.code}@{self.vintage}" if self.vintage else self.code
