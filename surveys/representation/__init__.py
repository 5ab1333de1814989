"""Who has been heard, measured against who is affected.

None of these figures cures self-selection inside a group or an error in the benchmark: print that under every one.
Responses are not people: nothing here knows whether one person answered twice.
"""

from surveys.representation.intervals import Z95, Interval, wilson
from surveys.representation.pace import Forecast, Sighting, forecast, pace_needed
from surveys.representation.propensity import ResponseModel, response_model
from surveys.representation.reach import LIMIT, Benchmark, Label, Reach, Stated, reach
from surveys.representation.spread import Spread, dissimilarity, spread
from surveys.representation.targets import (
    Headline,
    JointParity,
    Progress,
    Target,
    headline,
    joint_parity,
    minimum_target,
    still_to_hear,
    target_faults,
)

__all__ = [
    "LIMIT",
    "Z95",
    "Benchmark",
    "Forecast",
    "Headline",
    "Interval",
    "JointParity",
    "Label",
    "Progress",
    "Reach",
    "ResponseModel",
    "Sighting",
    "Spread",
    "Stated",
    "Target",
    "dissimilarity",
    "forecast",
    "headline",
    "joint_parity",
    "minimum_target",
    "pace_needed",
    "reach",
    "response_model",
    "spread",
    "still_to_hear",
    "target_faults",
    "wilson",
]
