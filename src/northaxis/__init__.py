"""northaxis: a companion app for turn-based seminar wargames. This module holds the version and imports nothing."""

__version__ = "0.1.0"
