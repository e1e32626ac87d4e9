"""The conductor of one terminal and the assembly of everything it conducts."""
