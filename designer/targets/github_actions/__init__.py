"""GitHub Actions: one workflow file for the pipeline, one for what runs after a release."""

from designer.targets.github_actions.emit import GitHubActions

TARGET = GitHubActions()
