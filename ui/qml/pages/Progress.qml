pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// Where cases stand.
StandardPage {}
