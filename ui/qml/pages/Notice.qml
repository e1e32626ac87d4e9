pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// Purpose, data, keeping.
StandardPage {}
