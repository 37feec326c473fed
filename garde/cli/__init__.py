"""The command line: groups of commands that translate words into use cases, and nothing more."""
