"""The central one-stop platform as this terminal sees it, and a small reference platform in `sandbox`."""
