"""What in the texts of a step harms a release: literal credentials, unsafe commands, things that move by themselves."""
