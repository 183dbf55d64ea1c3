"""Facts as bytes: codec, envelope and hash chain, upgrades, replay. Pure: takes and gives text, never paths or time."""
