"""Presenting a pipeline: the canvas alone, step by step."""
