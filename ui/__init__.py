"""The glass: pages, keyboard, bridge and stage. No flow lives here."""
