import QtQuick
import Yike
import Yike.Bridge

// The content zone: title, what is wrong, and the page's own parts; taller content is turned by buttons, not by dragging.
Item {
    id: root

    required property Bridge bridge
    property string pageId: root.bridge.pageId
    default property alias parts: column.data
    readonly property bool longer: column.height + Theme.mm(6) > root.height + 2

    onPageIdChanged: flick.contentY = 0

    function reveal(item: Item): void {
        const at = item.mapToItem(column, 0, 0).y;
        if (at < flick.contentY || at + item.height > flick.contentY + flick.height)
            flick.contentY = Math.max(0, Math.min(at - Theme.mm(10), flick.contentHeight - flick.height));
    }

    Flickable {
        id: flick

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: turning.visible ? turning.top : parent.bottom
        anchors.bottomMargin: turning.visible ? Theme.mm(3) : 0
        contentHeight: column.height + Theme.mm(6)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        objectName: "content"

        Column {
            id: column

            width: flick.width
            spacing: Theme.mm(6)

            Row {
                width: parent.width
                spacing: Theme.mm(6)

                Icon {
                    id: picture

                    anchors.verticalCenter: parent.verticalCenter
                    name: root.bridge.icon
                    size: Theme.mm(22)
                    color: Theme.toneColor(root.bridge.tone)
                }

                Column {
                    width: parent.width - (picture.visible ? picture.width + parent.spacing : 0)
                    spacing: Theme.mm(2)

                    Words {
                        width: parent.width
                        text: root.bridge.title
                        size: Theme.textTitle
                        font.bold: true
                        lineHeight: 1.15
                        Accessible.role: Accessible.Heading
                    }

                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: root.bridge.lead
                        color: Theme.grey
                    }
                }
            }

            Rectangle {
                width: parent.width
                visible: root.bridge.wrong.length > 0
                height: visible ? wrongs.height + Theme.mm(8) : 0
                radius: Theme.radius
                color: Theme.paleAttention
                border.width: Theme.line
                border.color: Theme.attention
                Accessible.role: Accessible.AlertMessage
                Accessible.name: root.bridge.wrong.join("，")

                Column {
                    id: wrongs

                    x: Theme.mm(6)
                    y: Theme.mm(4)
                    width: parent.width - 2 * x

                    Repeater {
                        model: root.bridge.wrong

                        Words {
                            required property string modelData

                            width: wrongs.width
                            text: modelData
                            color: Theme.attention
                            font.bold: true
                        }
                    }
                }
            }
        }
    }

    Row {
        id: turning

        visible: root.longer
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.gap

        KioskButton {
            key: "turn-up"
            label: root.bridge.chrome["more-above"] ?? ""
            icon_: "chevron-up"
            labelSize: Theme.textSmall
            enabled: flick.contentY > 1
            onClicked: flick.contentY = Math.max(0, flick.contentY - flick.height * 0.85)
        }

        KioskButton {
            key: "turn-down"
            label: root.bridge.chrome["more-below"] ?? ""
            icon_: "chevron-down"
            labelSize: Theme.textSmall
            enabled: flick.contentY < flick.contentHeight - flick.height - 1
            onClicked: flick.contentY = Math.min(flick.contentHeight - flick.height, flick.contentY + flick.height * 0.85)
        }
    }
}
