"""Writing edits of the canvas into a dvc.yaml: each one alone, checked, and told when the file cannot take it."""
