"""The parts that screens are made of; each module owns one part and knows nothing about the game."""
