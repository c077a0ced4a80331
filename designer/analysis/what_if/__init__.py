"""What would happen: a step fails, is removed, or its data drifts. Sentences built from facts, each with its proof."""
