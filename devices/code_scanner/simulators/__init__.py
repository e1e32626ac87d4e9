"""One simulator for each vendor; they share `devices.code_scanner.simulator`."""
