"""The user interface: QML pages, on-screen keyboard, bridge and voice. The flow is decided in `kiosk`."""
