"""Counts and cross-tabs over columns of codes (numpy), never a Python loop over people."""

from surveys.tally.columns import MISSING, Column, Columns, Countable, banded, joined, single_column
from surveys.tally.counting import (
    NO,
    NOT_STATED,
    STANDINGS,
    YES,
    Cells,
    Counts,
    CrossTab,
    Membership,
    cells,
    counts,
    cross,
    crossed,
    margin,
    standing,
)

__all__ = [
    "MISSING",
    "NO",
    "NOT_STATED",
    "STANDINGS",
    "YES",
    "Cells",
    "Column",
    "Columns",
    "Countable",
    "Counts",
    "CrossTab",
    "Membership",
    "banded",
    "cells",
    "counts",
    "cross",
    "crossed",
    "joined",
    "margin",
    "single_column",
    "standing",
]
