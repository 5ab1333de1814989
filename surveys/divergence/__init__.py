"""Where a community departs from those who said they do not belong to it: effect and interval first."""

from surveys.divergence.exact import boschloo
from surveys.divergence.family import Comparison, Divergence, Ranking, adjusted_p_values, divergences
from surveys.divergence.power import detectable_effect, power
from surveys.divergence.proportions import difference, newcombe
from surveys.divergence.scales import cliffs_delta, feng_cliff

__all__ = [
    "Comparison",
    "Divergence",
    "Ranking",
    "adjusted_p_values",
    "boschloo",
    "cliffs_delta",
    "detectable_effect",
    "difference",
    "divergences",
    "feng_cliff",
    "newcombe",
    "power",
]
