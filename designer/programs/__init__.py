"""Programs of others: found on PATH only, started with a bound on everything, in folders of our own."""
