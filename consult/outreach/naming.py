"""The names under which counts are shown. Those of single answers are made in responses/folding.py."""

from consult.responses.folding import ANSWERS

EVERY_ANSWER = ""
"""Stands for every answer where a count is by community."""


PAGES_OF_ACTIVITIES = "page/activity/"
"""How the names of what only the page of a single activity shows begin: there can be thousands."""


def of_activity(key: str, community: str) -> str:
    """Return the name of how many answers an activity led to, of a community or with "" of everyone."""
    return f"activity/{key}/{community}"


def of_channel(channel: str, community: str) -> str:
    """Return the name of how many answers a channel led to, of a community or with "" of everyone."""
    return f"channel/{channel}/{community}"


def of_started(by: str, key: str) -> str:
    """Return the name of how many began to answer, `by` all, activity, channel or language."""
    return f"funnel/{by}/{key}/started"


def of_page(by: str, key: str, step: str, page: str) -> str:
    """Return the name of how many `reached` a page, or `stopped` after it."""
    return f"page/{by}/{key}/{step}/{page}"


def of_time(took: str) -> str:
    """Return the name of how many answers took that long."""
    return f"took/{took}"


def tells_nobody(name: str) -> bool:
    """Say whether a count tells nobody from a few.

    That nobody of a community answered is a public statement. Of anything else it would say what the first one did: who
    sees two counts leave nobody at once has read two answers of one person.
    """
    if name == ANSWERS or name.startswith("community/"):
        return True
    return name.startswith("activity/") and name.endswith(f"/{EVERY_ANSWER}")
