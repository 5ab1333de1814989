"""Who is still to be heard, and what to do about it: yields of past outreach, proposals, stop or extend.

All of it is advice. It knows nobody: its input are counts by activity and stated community, protected as for anyone.
"""

from surveys.outreach.closing import Recommendation, UnderHeard, recommended
from surveys.outreach.proposals import Gain, Plan, Proposal, proposed
from surveys.outreach.standing import Means, Possible, Standing
from surveys.outreach.yields import Experience, Yield, Yields, yields

__all__ = [
    "Experience",
    "Gain",
    "Means",
    "Plan",
    "Possible",
    "Proposal",
    "Recommendation",
    "Standing",
    "UnderHeard",
    "Yield",
    "Yields",
    "proposed",
    "recommended",
    "yields",
]
