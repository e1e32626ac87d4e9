pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// Keeping and handing over.
StandardPage {}
