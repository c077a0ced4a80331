"""Rules, findings, score and fixes: what a pipeline lacks, where, why that is a risk, and how to mend it."""
