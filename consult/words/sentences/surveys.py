"""What can be wrong with a survey document."""

SENTENCES: dict[str, str] = {}
