pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// What the citizen reads first.
StandardPage {}
