"""The pipeline as a value that changes only inside labelled transactions. No Qt, no YAML, no files."""
