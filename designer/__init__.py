"""MLOps Designer: draw a pipeline, prove which MLOps principles it lacks, export what really runs."""

__version__ = "0.1.0"
