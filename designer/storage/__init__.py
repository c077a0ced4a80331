"""The document file: reading, checking, writing back with untouched parts as they were, and saving it whole."""
