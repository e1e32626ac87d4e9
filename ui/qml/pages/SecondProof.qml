import QtQuick
import "../components"

// The code from the phone.
StandardPage {}
