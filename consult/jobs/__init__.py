"""The worker's door: the queue, the worker, and one module for each family of jobs."""
