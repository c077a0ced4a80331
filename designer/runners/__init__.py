"""Programs of others that run exported files on this machine, one file a program."""
