pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// What was found.
StandardPage {}
