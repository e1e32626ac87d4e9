pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../drawings"

// The code by which a phone pays, 110 mm wide, beside what to do with it and which apps can; large Latin letters have their
// place below it.
Rectangle {
    id: root

    required property string text
    required property string origin
    required property var modules
    readonly property bool unbreakable: true
    readonly property bool beside: Theme.chinese || !Theme.elder
    readonly property real inner: Theme.mm(6)

    implicitHeight: (root.beside ? Math.max(code.height, words.height) : code.height + words.height + Theme.mm(3)) + 2 * root.inner
    radius: Theme.radius
    color: Theme.paper
    border.width: Theme.line * 2
    border.color: Theme.blue

    QrCode {
        id: code

        x: root.beside ? root.inner : (root.width - width) / 2
        y: root.beside ? (root.height - height) / 2 : root.inner
        width: Math.min(Theme.mm(110), root.width * 0.5)
        height: width
        modules: root.modules
    }

    Column {
        id: words

        x: root.beside ? code.x + code.width + root.inner : root.inner
        y: root.beside ? (root.height - height) / 2 : code.y + code.height + Theme.mm(3)
        width: root.width - x - root.inner
        spacing: Theme.mm(5)

        Words {
            width: parent.width
            text: root.text
            size: Theme.textHeading
            font.bold: true
        }

        Words {
            width: parent.width
            text: root.origin
            size: Theme.textReading
            color: Theme.grey
        }
    }
}
