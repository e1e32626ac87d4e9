import QtQuick
import "../components"

// Take your things.
StandardPage {}
