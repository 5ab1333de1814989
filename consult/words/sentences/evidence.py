"""What can be wrong on the way from answers to evidence."""

SENTENCES: dict[str, str] = {}
