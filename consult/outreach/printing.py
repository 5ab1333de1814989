"""What can be printed for an activity: each format with its paper, and how large its letters are."""

import enum
from dataclasses import dataclass
from typing import Final


class Size(enum.Enum):
    """How large the letters are: as usual, or large print for people who see little."""

    USUAL = "usual"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the layout it has, the paper it is printed on, and how many copies a sheet of it holds by size."""

    key: str
    layout: str
    paper: str
    copies: tuple[int, int] = (1, 1)

    def on_a_sheet(self, size: Size) -> int:
        """Return how many there are on one sheet."""
        return self.copies[size is Size.LARGE]


FORMATS: Final = {
    one.key: one
    for one in (
        Format("poster-a3", "poster", "a3"),
        Format("poster-a4", "poster", "a4"),
        Format("flyer-a5", "poster", "a5"),
        Format("cards-a4", "cards", "a4", (10, 4)),
    )
}
CARDS: Final = FORMATS["cards-a4"]
