"""Survey science: documents, plans, answers, tallies. Pure: no web, no database, no clock, no files of its own."""
