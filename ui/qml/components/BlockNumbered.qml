import QtQuick
import Yike

// An item of a numbered list.
Item {
    id: root

    required property string text
    required property int number
    readonly property bool unbreakable: true

    implicitHeight: words.implicitHeight

    Letters {
        text: root.number
        color: Theme.blue
        font.bold: true
    }

    Words {
        id: words

        x: Theme.mm(9)
        width: root.width - x
        text: root.text
    }
}
