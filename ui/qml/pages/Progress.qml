import QtQuick
import "../components"

// Where cases stand.
StandardPage {}
