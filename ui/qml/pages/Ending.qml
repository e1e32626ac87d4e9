pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// What became of the matter, and of the paper.
StandardPage {}
