"""Service items as data: elements, forms, words and search; built, signed and cached as one catalogue."""
