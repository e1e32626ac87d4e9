"""The terminal without its screen: session, catalogue, case, outbox, platform, scenarios. No Qt lives here."""
