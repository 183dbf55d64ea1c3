"""The terminal screens: an adapter, and the only package that imports textual. No rule of the game lives here."""
