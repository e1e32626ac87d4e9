"""Code scanners: read a QR code or bar code that is held before them, on a trigger of the session."""
