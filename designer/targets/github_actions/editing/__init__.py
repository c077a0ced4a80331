"""Writes the changes of a pipeline into the text of the workflow that it was read from."""
