"""What goes on paper: slips as blocks, and how much of a person may stand on them."""
