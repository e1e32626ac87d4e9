"""Performance figures with budgets (`make bench`), as ratios within one run. Not part of the tests."""
