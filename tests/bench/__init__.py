"""The figures of docs/performance.md, measured: `make bench`, or `python -m tests.bench`. Never a test."""
