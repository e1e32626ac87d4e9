import QtQuick
import QtQuick.Window
import Yike
import Yike.Bridge
import "components"

// The window: four zones, the page of the view in the middle, overlays on top. No flow lives here.
Window {
    id: root

    required property Bridge bridge
    required property var icons
    required property var keyboard
    readonly property real fit: Math.min(root.width / stage.width, root.height / stage.height)

    visible: true
    color: Theme.cream
    title: "Yike · 一刻"

    Binding {
        target: Theme
        property: "pxPerMm"
        value: root.bridge.screen.px_per_mm
    }

    Binding {
        target: Theme
        property: "elder"
        value: root.bridge.elder
    }

    Binding {
        target: Theme
        property: "contrast"
        value: root.bridge.contrast
    }

    Binding {
        target: Theme
        property: "icons"
        value: root.icons
    }

    Rectangle {
        id: stage

        width: root.bridge.screen.width
        height: root.bridge.screen.height
        color: Theme.cream
        scale: root.fit
        transformOrigin: Item.TopLeft
        x: (root.width - width * scale) / 2

        StatusBar {
            id: status

            width: parent.width
            visible: root.bridge.page !== "Starting"
            bridge: root.bridge
        }

        Rectangle {
            id: rehearsal

            anchors.top: status.bottom
            width: parent.width
            visible: root.bridge.rehearsal !== ""
            height: visible ? rehearsalWords.implicitHeight + Theme.mm(1) : 0
            color: Theme.paleAttention

            Words {
                id: rehearsalWords

                anchors.centerIn: parent
                text: root.bridge.rehearsal
                size: Theme.textSmall
                color: Theme.attention
            }
        }

        Steps {
            id: steps

            anchors.top: rehearsal.bottom
            anchors.topMargin: Theme.mm(6)
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            height: visible ? implicitHeight : 0
            names: root.bridge.steps
            current: root.bridge.step
        }

        Loader {
            id: page

            anchors.top: steps.bottom
            anchors.topMargin: Theme.mm(7)
            anchors.bottom: lower.top
            anchors.bottomMargin: Theme.mm(5)
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            objectName: "page"

            readonly property string wantedPage: root.bridge.page
            readonly property string wantedId: root.bridge.pageId

            function load(): void {
                const there = page.source.toString().endsWith("/" + page.wantedPage + ".qml");
                if (!there)
                    page.setSource("pages/" + page.wantedPage + ".qml", {
                        "bridge": root.bridge
                    });
                root.keyboard.close();
            }

            onWantedPageChanged: page.load()
            onWantedIdChanged: page.load()
            Component.onCompleted: page.load()

            Connections {
                target: page.item
                ignoreUnknownSignals: true

                function onWanted(input: var): void {
                    root.keyboard.open(input);
                }
            }
        }

        Item {
            id: lower

            anchors.bottom: parent.bottom
            width: parent.width
            height: (keys.active ? keys.height : 0) + (actions.visible ? actions.height : 0)

            Loader {
                id: keys

                width: parent.width
                active: root.keyboard.isOpen
                Component.onCompleted: keys.setSource("../keyboard/Keyboard.qml", {
                    "model": root.keyboard,
                    "bridge": root.bridge
                })
            }

            ActionBar {
                id: actions

                anchors.bottom: parent.bottom
                width: parent.width
                visible: root.bridge.page !== "Starting" && root.bridge.page !== "Attract"
                bridge: root.bridge
            }
        }

        Curtain {
            anchors.fill: parent
            bridge: root.bridge
        }

        CountdownOverlay {
            anchors.fill: parent
            bridge: root.bridge
        }
    }
}
