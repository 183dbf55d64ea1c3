"""Data files of the terminal screens, read with `importlib.resources`."""
