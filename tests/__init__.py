"""The mirror of the program: one room of tests a room, contracts, journeys and the house about itself."""
