pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// What was looked up, and its print.
StandardPage {}
