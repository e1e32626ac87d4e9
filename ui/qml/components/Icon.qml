pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A drawing of ui/icons.json, in one colour. Text with the same meaning must accompany it.
Image {
    id: root

    required property string name
    property int size: Theme.textHeading
    property color color: Theme.blue
    readonly property string drawing: Theme.icon(root.name)

    visible: root.drawing !== ""
    width: root.drawing !== "" ? root.size : 0
    height: width
    sourceSize: Qt.size(root.size, root.size)
    source: root.drawing !== "" && root.size > 0 ? "image://icons/" + root.drawing + "/" + String(root.color).slice(1) : ""
}
