import QtQuick
import "../components"

// Why not here, and whom to call.
StandardPage {}
