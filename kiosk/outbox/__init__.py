"""The durable store of sealed cases and ratings, and the courier that carries them. Nothing here can read a case."""
