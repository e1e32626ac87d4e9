"""Tests in the same folders as the program, and besides: contracts, journeys, and house (rules of the repository)."""
