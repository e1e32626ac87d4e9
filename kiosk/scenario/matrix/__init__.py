"""The misfortune matrix: every page of every item × everything that can go wrong there, played and judged."""
