"""Durable store of sealed cases and ratings, and the courier that sends them to the platform.

Only ciphertext passes through here: no key to open a case exists on the terminal.
"""
