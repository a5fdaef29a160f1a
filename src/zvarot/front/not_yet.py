"""The form goes back with a kind sentence; nothing was stored."""

RETRY_SECONDS = 30


class NotYet(Exception):
    """notice -- name in contract/notices.py. retry_after -- seconds, 0 for at once."""

    def __init__(self, notice: str, status: int, retry_after: int = 0) -> None:
        self.notice = notice
        self.status = status
        self.retry_after = retry_after
        super().__init__(notice)
