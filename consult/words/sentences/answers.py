"""What can be wrong with an answer, a draft or a receipt."""

SENTENCES: dict[str, str] = {}
