"""The misfortune matrix: every page of every item × every fault that can occur there, played and checked by rules."""
