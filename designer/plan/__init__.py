"""The target-neutral form of a pipeline: stages, groups, workflows, triggers, transfers."""
