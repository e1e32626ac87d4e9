pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// All answers, each with its way to be changed.
StandardPage {}
