"""The plan: a pipeline worked out as stages, groups and workflows that any target can write down."""
