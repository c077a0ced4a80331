"""Other people's YAML files: every node with its place in the text, and edits that change only what they name."""
