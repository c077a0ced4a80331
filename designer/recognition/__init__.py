"""What a command, an action or a name says about the kind of a step, and how sure that is."""
