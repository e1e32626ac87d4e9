"""Figures held to their budgets (`make bench`), as ratios within one run. Never a test: a slow day fails nothing."""
