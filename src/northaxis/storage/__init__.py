"""Adapter: a session as one SQLite file, the folder such files live in, the machine's clock and randomness."""
