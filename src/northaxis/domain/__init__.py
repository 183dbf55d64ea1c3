"""The game, pure: values in, values out. Standard library only; no clock, file, network, randomness or float."""
