"""Use cases over ports: the table (the authority), the library, whole games by bots, the telling of it."""
