pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Yike
import Yike.Bridge
import "components"
import "../keyboard" as Keys

// The window: four zones, the page of the view in the middle, overlays on top. No flow lives here.
Window {
    id: root

    required property Bridge bridge
    required property var icons
    required property Keyboard keyboard
    readonly property Shown shown: Shown {
        bridge: root.bridge
    }
    readonly property var screenProfile: root.shown.screen
    readonly property real fit: Math.min(root.width / stage.width, root.height / stage.height)
    readonly property bool writing: root.keyboard.isOpen
    readonly property bool nobody: root.shown.page === "Starting"
    readonly property bool covered: countdown.visible || curtain.visible

    // In low position everything touchable lies between 380 and 1220 mm above the floor.
    readonly property real top: root.screenProfile.bottom_mm + root.screenProfile.height / root.screenProfile.px_per_mm
    readonly property real over: root.shown.low ? Math.max(0, Theme.mm(root.top - 1220)) : 0
    readonly property real sink: Math.max(0, root.over - status.height)
    readonly property real rise: root.shown.low ? Math.max(0, Theme.mm(380 - root.screenProfile.bottom_mm)) : 0

    visible: true
    color: Theme.cream
    title: root.screenProfile.brand ?? ""

    component Share: Binding {
        target: Theme
    }

    Share {
        property: "pxPerMm"
        value: root.screenProfile.px_per_mm
    }

    Share {
        property: "moving"
        value: root.screenProfile.moving ?? true
    }

    Share {
        property: "elder"
        value: root.shown.elder
    }

    Share {
        property: "contrast"
        value: root.shown.contrast
    }

    Share {
        property: "icons"
        value: root.icons
    }

    Rectangle {
        id: stage

        width: root.screenProfile.width
        height: root.screenProfile.height
        color: Theme.cream
        scale: root.fit
        transformOrigin: Item.TopLeft
        x: (root.width - width * scale) / 2

        Item {
            id: under

            anchors.fill: parent
            enabled: !root.covered

            StatusBar {
                id: status

                width: parent.width
                visible: !root.nobody
                shown: root.shown
            }

            RehearsalMark {
                id: rehearsal

                anchors.top: status.bottom
                width: parent.width
                shown: root.shown
            }

            Steps {
                id: steps

                anchors.top: rehearsal.bottom
                anchors.topMargin: Theme.space + root.sink
                x: Theme.margin
                width: parent.width - 2 * Theme.margin
                height: visible ? implicitHeight : 0
                names: root.shown.steps
                current: root.shown.step
                told: root.shown.chrome["step-of"] ?? ""
            }

            Loader {
                id: page

                anchors.top: steps.bottom
                anchors.topMargin: steps.visible ? Theme.mm(8) : Theme.mm(2)
                anchors.bottom: lower.top
                anchors.bottomMargin: Theme.mm(5)
                x: Theme.margin
                width: parent.width - 2 * Theme.margin
                objectName: "page"

                readonly property string wantedPage: root.shown.page
                readonly property string wantedId: root.shown.pageId
                property string there: ""

                function load(): void {
                    if (root.writing)
                        root.keyboard.close();
                    if (page.there === page.wantedPage)
                        return;
                    page.there = page.wantedPage;
                    if (page.there === "")
                        page.source = "";
                    else
                        page.setSource("pages/" + page.there + ".qml", {
                            "shown": root.shown
                        });
                }

                onWantedPageChanged: page.load()
                onWantedIdChanged: page.load()
                Component.onCompleted: page.load()

                Connections {
                    target: page.item
                    ignoreUnknownSignals: true

                    function onWanted(input: Item): void {
                        root.keyboard.open(input);
                    }
                }
            }

            Column {
                id: lower

                anchors.bottom: parent.bottom
                anchors.bottomMargin: root.rise
                width: parent.width

                Loader {
                    id: keys

                    width: parent.width
                    visible: root.writing
                    active: visible
                    sourceComponent: Keys.Keyboard {
                        model: root.keyboard
                        shown: root.shown
                    }
                }

                Item {
                    width: parent.width
                    height: strip.height + Theme.mm(6)
                    visible: root.shown.visiting && (root.shown.low || !root.writing && ["Home", "Help"].includes(root.shown.page))

                    ModeButtons {
                        id: strip

                        anchors.horizontalCenter: parent.horizontalCenter
                        shown: root.shown
                        strip: true
                        room: lower.width - 2 * Theme.margin
                    }
                }

                ActionBar {
                    width: parent.width
                    visible: !root.nobody && root.shown.page !== "Attract" && root.shown.page !== "OutOfService"
                    shown: root.shown
                }
            }
        }

        DoubleTapGuard {
            anchors.fill: parent
            pageId: root.shown.pageId
        }

        Curtain {
            id: curtain

            anchors.fill: parent
            lower: (root.over - root.rise) / 2
            shown: root.shown
        }

        CountdownOverlay {
            id: countdown

            anchors.fill: parent
            lower: (root.over - root.rise) / 2
            shown: root.shown
        }

        // By voice and keys the screen may be dark: nobody looks over a shoulder. A touch only lights it again, so that it
        // is never dark for the next person for good.
        Rectangle {
            anchors.fill: parent
            objectName: "blank"
            visible: root.shown.blank
            color: "black"

            MouseArea {
                anchors.fill: parent
                onClicked: root.bridge.light()
            }
        }
    }
}
