"""Tables of populations from statistical offices: read as they come, each number with its place, nothing lost."""
