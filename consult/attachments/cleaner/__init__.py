"""What makes one file safe: it runs in a process of its own, which may fail without harm to any other."""
