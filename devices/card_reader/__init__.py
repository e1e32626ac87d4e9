"""Card readers with a slot: the public data of a social security card, and bank cards recognised and left alone."""
