"""Service items as data: their elements, forms, words and search; built, signed and cached as one catalogue."""
