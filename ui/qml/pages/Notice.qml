import QtQuick
import "../components"

// Purpose, data, keeping.
StandardPage {}
