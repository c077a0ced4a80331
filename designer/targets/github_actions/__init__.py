"""GitHub Actions: one workflow file for the pipeline, one for what runs after a release; and files that people have."""

from designer.targets.github_actions.emit import GitHubActions
from designer.targets.github_actions.importer import GitHubWorkflows

TARGET = GitHubActions()
IMPORTER = GitHubWorkflows()
