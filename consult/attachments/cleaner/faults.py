"""What keeps a file from being cleaned."""


class Unusable(Exception):
    """The file cannot be kept. `code` is the second half of a problem's code; `limit` is what it went over."""

    def __init__(self, code: str, limit: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit
