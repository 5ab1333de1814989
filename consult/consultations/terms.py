"""The fixed terms of consultations: what people are asked about, and what a benchmark counts."""

import enum


class Purpose(enum.Enum):
    """What people are asked about."""

    NEED = "need"
    REQUIREMENTS = "requirements"
    EVALUATION = "evaluation"
    MONITORING = "monitoring"


class BenchmarkBasis(enum.Enum):
    """Which population a benchmark counts."""

    AFFECTED = "affected"
    RESIDENT = "resident"
