"""The forms in which screen and paper show what is a person's: the layout of slips, masked names and numbers, digits in
groups."""
