"""Pages of rules in the window, and the list of all of them."""
