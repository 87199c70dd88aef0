"""An area: a place with its code, its name and, for wards, the year of its boundary."""

from pydantic import BaseModel, ConfigDict


class Area(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    vintage: str | None = None

    @property
    def key(self) -> str:
        """As it stands in ids: "E05002258@2013", or the bare code of an authority."""
        return f"{self.code}@{self.vintage}" if self.vintage else self.code
