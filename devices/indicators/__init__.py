"""Guide lights: lamps beside the slots of the cabinet."""
