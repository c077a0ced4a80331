"""Reads workflow files that people already have."""

from designer.targets.github_actions.reading.read import read

__all__ = ["read"]
