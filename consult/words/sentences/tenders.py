"""What can be wrong with a tender or the OCDS it comes from."""

SENTENCES: dict[str, str] = {}
