"""Documents on disk: reading, writing, schema, migrations."""
