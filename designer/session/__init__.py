"""One open document and all that can be asked of it, without a window."""
