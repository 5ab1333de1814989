"""What can be wrong with a consultation, its communities and its outreach."""

SENTENCES: dict[str, str] = {}
