import QtQuick
import "../components"

// What was looked up, and its print.
StandardPage {}
