"""Mutation testing: plant faults in the product code and see which test catches each. Run by `make mutation`."""
