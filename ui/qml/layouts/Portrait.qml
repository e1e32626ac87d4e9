pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge
import "../components"
import "../../keyboard" as Keys

// Layout for a portrait touch screen: status bar, progress, page, and actions from top to bottom.
Item {
    id: root

    required property ViewModel viewModel
    required property Keyboard keyboard
    readonly property bool writing: root.keyboard.isOpen

    // A new page is laid out before its first frame, so the bars around it need their final geometry by then.
    Connections {
        target: root.viewModel

        function onLayoutDue(): void {
            page.begin();
            steps.forceLayout();
            lower.forceLayout();
        }
    }

    // Above the page: the software renderer draws Shapes that are wholly outside a clip.
    Rectangle {
        z: 1
        width: parent.width
        height: Math.max(0, page.y)
        visible: steps.visible
        color: Theme.cream
    }

    StatusBar {
        id: status

        z: 2
        width: parent.width
        height: visible ? implicitHeight : 0
        visible: root.viewModel.statusBar
        viewModel: root.viewModel
    }

    RehearsalMark {
        id: rehearsal

        z: 2
        anchors.top: status.bottom
        width: parent.width
        viewModel: root.viewModel
    }

    Loader {
        z: 2
        anchors.top: rehearsal.bottom
        anchors.topMargin: Theme.mm(4)
        anchors.bottom: page.top
        anchors.bottomMargin: root.viewModel.tinted ? Theme.mm(4) : Theme.mm(4) + page.y - steps.y
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        active: root.viewModel.low && height >= width / 2.6
        // By file: the first frame does not wait for drawings that it does not show.
        source: "../components/ScenePanel.qml"
    }

    Steps {
        id: steps

        z: 2
        anchors.top: rehearsal.bottom
        // In low position no control is above everyone's reach.
        anchors.topMargin: Theme.mm(5) + Math.max(0, Theme.outOfReachAbove - status.height)
        visible: root.viewModel.steps.length > 0 && !root.viewModel.tinted
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        height: visible ? implicitHeight : 0
        viewModel: root.viewModel
    }

    PageLoader {
        id: page

        anchors.top: steps.bottom
        anchors.topMargin: root.viewModel.tinted ? -Theme.mm(5) : Theme.mm(steps.visible ? 5 : 2)
        anchors.bottom: lower.top
        anchors.bottomMargin: Theme.mm(4)
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        viewModel: root.viewModel
        keyboard: root.keyboard
    }

    Column {
        id: lower

        z: 2
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.outOfReachBelow
        width: parent.width

        Loader {
            id: keys

            width: parent.width
            visible: root.writing
            // Kept once it was needed: making its keys anew would delay every page that opens it.
            active: root.writing || keys.item !== null
            sourceComponent: Keys.Keyboard {
                model: root.keyboard
                viewModel: root.viewModel
            }
        }

        Loader {
            width: parent.width
            active: root.viewModel.voice && root.viewModel.offersModes && !root.writing
            visible: active
            sourceComponent: Rectangle {
                implicitHeight: commands.height + Theme.mm(3.5)
                color: Theme.cream

                VoiceButtons {
                    id: commands

                    x: Theme.margin
                    width: parent.width - 2 * Theme.margin
                    viewModel: root.viewModel
                }
            }
        }

        Rectangle {
            width: parent.width
            height: strip.height + Theme.mm(6)
            color: Theme.cream
            visible: root.viewModel.offersModes && (root.viewModel.low || !root.writing && root.viewModel.modeStrip)

            ModeButtons {
                id: strip

                anchors.horizontalCenter: parent.horizontalCenter
                viewModel: root.viewModel
                strip: true
                room: lower.width - 2 * Theme.margin
            }
        }

        ActionBar {
            width: parent.width
            visible: root.viewModel.actionBar
            viewModel: root.viewModel
        }
    }
}
