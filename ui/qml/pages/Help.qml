pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// Whom to call, and a pause.
StandardPage {
    largeRows: true
}
