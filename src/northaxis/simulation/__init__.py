"""Many games at once: the compiled kernel, Monte Carlo batches and forecasts. Plays the domain's game, bit for bit."""
