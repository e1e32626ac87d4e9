pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The pages of staff, side by side; the present one has the colour of the page.
Rectangle {
    id: root

    required property ViewModel viewModel

    implicitHeight: row.height + Theme.mm(2)
    color: Theme.headQuiet

    Row {
        id: row

        x: Theme.margin
        y: Theme.mm(2)
        width: parent.width - 2 * x
        height: Theme.target
        spacing: Theme.mm(3.5)

        Repeater {
            model: root.viewModel.tabs.length

            Touchable {
                id: tab

                required property int index
                readonly property var choice: root.viewModel.tabs[tab.index] ?? ({})
                readonly property bool chosen: tab.choice.chosen ?? false

                key: tab.choice.key ?? ""
                label: tab.choice.label ?? ""
                speech: tab.choice.speech ?? ""
                width: (row.width - (root.viewModel.tabs.length - 1) * row.spacing) / root.viewModel.tabs.length
                height: row.height
                corner: Theme.mm(3)
                ground: tab.chosen ? Theme.cream : Theme.headQuiet
                ink: tab.chosen ? Theme.ink : Theme.overHead
                edge: tab.chosen ? Theme.cream : Theme.overHeadQuiet
                ring: Theme.amber
                onClicked: root.viewModel.touch(tab.key)

                Row {
                    anchors.centerIn: parent
                    spacing: Theme.mm(2)

                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        // A tab with a long word has no room for one.
                        visible: !Theme.elder && words.implicitWidth + Theme.textStatus + Theme.mm(6) <= tab.width
                        name: tab.choice.icon ?? ""
                        size: Theme.textStatus
                        color: tab.ink
                    }

                    Letters {
                        id: words

                        anchors.verticalCenter: parent.verticalCenter
                        width: Math.min(words.implicitWidth, tab.width - Theme.mm(2))
                        text: tab.label
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: Theme.px(4.5)
                        size: Theme.elder ? Theme.px(6.4) : Theme.textStatus
                        font.bold: tab.chosen
                        lineHeight: 1.0
                        wrapMode: Text.NoWrap
                        color: tab.ink
                    }
                }

                // The present page is underlined too: colour is not the only sign.
                Rectangle {
                    anchors.bottom: parent.bottom
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: parent.width * 0.6
                    height: Theme.line * 2
                    visible: tab.chosen
                    color: Theme.ink
                }
            }
        }
    }
}
