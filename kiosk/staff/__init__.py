"""Staff of this terminal: who may enter the technician's area, and how that is checked without a network."""
