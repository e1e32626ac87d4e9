import QtQuick
import Yike
import "../drawings"

// The scene of the first page as a panel: in low position it has the place that nobody seated can reach.
Rectangle {
    readonly property bool unbreakable: true

    radius: Theme.radius
    color: Theme.sceneGround
    clip: true

    Scene {
        anchors.fill: parent
    }
}
