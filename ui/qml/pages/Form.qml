import QtQuick
import "../components"

// One thing to fill in.
StandardPage {}
