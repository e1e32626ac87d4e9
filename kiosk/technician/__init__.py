"""The technician's area of the terminal: entry of staff, the map of the cabinet, its parts, instructions and tests.

It is a state of the terminal beside attract and visit, and knows nothing of a visit: no step, case or session.
"""
