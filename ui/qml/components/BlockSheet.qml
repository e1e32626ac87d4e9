pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A page of a document as it will be printed; beside it what can be done with it, and what is known of it. In large
// letters, or where the page is large, these are below it.
Item {
    id: root

    required property ViewModel viewModel
    required property string text
    required property string value
    required property string origin
    required property var change
    required property var reveal
    required property var sheet
    property bool large: false
    property real room: 0
    // Height of one screen of the page below its title; 0: not divided into screens.
    property real screen: 0
    readonly property Column list: root.parent as Column
    readonly property bool beside: !root.large && !Theme.elder && !Theme.low
    readonly property real sideLeast: Theme.mm(60)
    readonly property real gap: Theme.mm(4)
    readonly property real ratio: (root.sheet.height ?? 1.414) / (root.sheet.width ?? 1)
    // Never so small that nothing of it can be read: then the page is turned. It is smaller yet where that keeps it on the
    // screen of its title, and there is a button that enlarges it.
    readonly property real onOneScreen: (root.screen - (root.beside ? 0 : side.implicitHeight + root.gap)) / root.ratio
    readonly property real least: root.screen > 0 ? Math.max(Theme.mm(60), Math.min(Theme.mm(110), root.onOneScreen)) : Theme.mm(110)
    readonly property real widest: root.beside ? root.width - root.sideLeast - root.gap : root.width
    readonly property real fitting: (root.room - (root.beside ? 0 : side.implicitHeight + root.gap)) / root.ratio
    readonly property real sheetWidth: Math.min(root.widest, Math.max(root.fitting, root.least))
    readonly property bool unbreakable: true

    implicitHeight: root.beside ? Math.max(page.height, side.implicitHeight) : page.height + root.gap + side.implicitHeight

    // The list was placed before the choices, on whose height the room depends.
    onImplicitHeightChanged: root.list?.forceLayout()

    component Deed: Loader {
        id: deed

        required property var choice

        width: parent.width
        active: deed.choice.key !== undefined
        visible: active
        sourceComponent: KioskButton {
            key: deed.choice.key ?? ""
            label: deed.choice.label ?? ""
            note: deed.choice.note ?? ""
            symbol: deed.choice.icon ?? ""
            speech: deed.choice.speech ?? ""
            usable: deed.choice.enabled ?? false
            stacked: root.beside
            symbolSize: Theme.mm(10)
            // A long word is written smaller rather than broken.
            labelSize: Theme.parts(label, Theme.headingFont, room - symbolRoom) ? Theme.textBody : Theme.textHeading
            noteSize: Theme.textSmall
            edge: Theme.blue
            implicitHeight: Math.max(Theme.target, Theme.mm(root.beside ? 40 : 24), faceHeight + Theme.mm(8))
            onClicked: root.viewModel.touch(key)
        }
    }

    Rectangle {
        id: page

        anchors.left: parent.left
        anchors.leftMargin: root.beside ? 0 : (root.width - width) / 2
        width: root.sheetWidth
        height: width * root.ratio
        // Paper is white in every theme: the page is shown as it will be printed.
        color: "white"
        border.width: Theme.line
        border.color: Theme.outline
        Accessible.role: Accessible.Graphic
        Accessible.name: root.text

        Image {
            id: picture

            anchors.fill: parent
            anchors.margins: Theme.line
            source: root.sheet.key ? "image://sheets/" + root.sheet.key : ""
            cache: false
            smooth: true
            mipmap: true
        }

        Repeater {
            model: root.sheet.covered ?? []

            Rectangle {
                required property var modelData

                x: picture.x + modelData.x * picture.width - Theme.line
                y: picture.y + modelData.y * picture.height - Theme.line
                width: modelData.width * picture.width + 2 * Theme.line
                height: modelData.height * picture.height + 2 * Theme.line
                color: "#5c6470"
            }
        }
    }

    Column {
        id: side

        x: root.beside ? root.width - width : 0
        y: root.beside ? 0 : page.height + root.gap
        width: root.beside ? root.width - root.sheetWidth - root.gap : root.width
        spacing: root.gap

        Deed {
            choice: root.reveal
        }

        Deed {
            choice: root.change
        }

        Rectangle {
            width: parent.width
            height: facts.height + Theme.mm(12)
            visible: root.value !== "" || root.origin !== ""
            radius: Theme.radius
            color: Theme.paper
            border.width: Theme.line
            border.color: Theme.outline

            Column {
                id: facts

                x: Theme.mm(4)
                y: Theme.mm(6)
                width: parent.width - 2 * x
                spacing: Theme.mm(4)

                Words {
                    width: parent.width
                    visible: root.value !== ""
                    text: root.value
                    font.bold: true
                    horizontalAlignment: root.beside ? Text.AlignHCenter : Text.AlignLeft
                }

                Icon {
                    anchors.horizontalCenter: root.beside ? parent.horizontalCenter : undefined
                    visible: root.origin !== ""
                    name: "check"
                    size: Theme.mm(9)
                    color: Theme.done
                }

                Words {
                    width: parent.width
                    visible: root.origin !== ""
                    text: root.origin
                    font.bold: true
                    color: Theme.done
                    horizontalAlignment: root.beside ? Text.AlignHCenter : Text.AlignLeft
                }
            }
        }
    }
}
