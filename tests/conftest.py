"""What every test shares: quiet logs, an offscreen screen, and the table of proofs that could not run here."""
