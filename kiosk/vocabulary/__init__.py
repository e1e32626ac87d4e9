"""The words a service item may use, each with the build of the terminal since which it is known.

Data and the few functions that compare it; imports nothing of kiosk. A new step kind, widget, answer format or fact is
one row here. Tests compare the rows with the code that gives them their meaning, in both directions. Block kinds are
not listed: the steps choose them, never an item.
"""
