"""Simulators of the family's further drivers. No terminal in service may import them."""
