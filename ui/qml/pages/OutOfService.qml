pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// Why not here, and whom to call.
StandardPage {
    largeRows: true
}
