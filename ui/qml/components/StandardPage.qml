import QtQuick
import Yike
import Yike.Bridge

// Content in order of reading, then the cabinet where a device is in question.
Item {
    id: root

    required property Bridge bridge
    property real guidanceShare: 0.34
    property int columns: 1
    property bool many: false
    property bool choicesFirst: false

    signal wanted(var input)

    Component {
        id: choices

        ChoiceList {
            bridge: root.bridge
            columns: root.columns
            many: root.many
        }
    }

    Content {
        id: content

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: cabinet.visible ? cabinet.top : parent.bottom
        anchors.bottomMargin: cabinet.visible ? Theme.gap : 0
        bridge: root.bridge

        Loader {
            width: parent.width
            active: root.choicesFirst
            visible: active
            sourceComponent: choices
        }

        BlockList {
            width: parent.width
            bridge: root.bridge
        }

        FieldList {
            width: parent.width
            bridge: root.bridge
            onWanted: input => root.wanted(input)
        }

        Loader {
            width: parent.width
            active: !root.choicesFirst
            visible: active
            sourceComponent: choices
        }
    }

    Cabinet {
        id: cabinet

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        height: root.height * root.guidanceShare
        bridge: root.bridge
    }
}
