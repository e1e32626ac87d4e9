import QtQuick
import Yike

Text {
    id: root

    required property string name
    property int size: Theme.textHeading

    text: Theme.icon(root.name)
    visible: root.text !== ""
    color: Theme.blue
    font.family: "Material Design Icons"
    font.pixelSize: root.size
    Accessible.ignored: true
}
