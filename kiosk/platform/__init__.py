"""The terminal's access to the central one-stop platform, and a reference platform in `sandbox`."""
