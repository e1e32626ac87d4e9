"""The commands of `python -m devices`, a module for each sort of act; arguments and answers are shared."""
