"""Cases: draft, evidence, ids, slip number, sealing. A sealed case cannot be opened on the terminal."""
