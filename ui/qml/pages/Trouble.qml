pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// What happened, what is safe, whom to call.
StandardPage {
    largeRows: true
}
