pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// What is declared, with a button of its own.
StandardPage {}
