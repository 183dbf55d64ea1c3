"""The command line: commands, exit codes, stdout and stderr. The composition root; heavy imports come late."""
