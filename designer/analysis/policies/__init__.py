"""Rules that people add: policy files (data only) and the rules of installed distributions."""
