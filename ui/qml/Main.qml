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
    readonly property ViewModel viewModel: ViewModel {
        bridge: root.bridge
    }
    readonly property var screenProfile: root.viewModel.screen
    readonly property real fit: Math.min(root.width / stage.width, root.height / stage.height)
    readonly property bool writing: root.keyboard.isOpen
    readonly property bool nobody: root.viewModel.page === "Starting"
    readonly property bool covered: countdown.visible || curtain.visible

    // In low position everything touchable lies between 380 and 1220 mm above the floor.
    readonly property real top: root.screenProfile.bottom_mm + root.screenProfile.height / root.screenProfile.px_per_mm
    readonly property real over: root.viewModel.low ? Math.max(0, Theme.mm(root.top - 1220)) : 0
    readonly property real sink: Math.max(0, root.over - status.height)
    readonly property real rise: root.viewModel.low ? Math.max(0, Theme.mm(380 - root.screenProfile.bottom_mm)) : 0

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
        value: root.viewModel.elder
    }

    Share {
        property: "contrast"
        value: root.viewModel.contrast
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
                viewModel: root.viewModel
            }

            RehearsalMark {
                id: rehearsal

                anchors.top: status.bottom
                width: parent.width
                viewModel: root.viewModel
            }

            Steps {
                id: steps

                anchors.top: rehearsal.bottom
                anchors.topMargin: Theme.space + root.sink
                x: Theme.margin
                width: parent.width - 2 * Theme.margin
                height: visible ? implicitHeight : 0
                names: root.viewModel.steps
                current: root.viewModel.step
                told: root.viewModel.chrome["step-of"] ?? ""
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

                readonly property string wantedPage: root.viewModel.page
                readonly property string wantedId: root.viewModel.pageId
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
                            "viewModel": root.viewModel
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
                        viewModel: root.viewModel
                    }
                }

                Item {
                    width: parent.width
                    height: strip.height + Theme.mm(6)
                    visible: root.viewModel.visiting && (root.viewModel.low || !root.writing && ["Home", "Help"].includes(root.viewModel.page))

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
                    visible: !root.nobody && root.viewModel.page !== "Attract" && root.viewModel.page !== "OutOfService"
                    viewModel: root.viewModel
                }
            }
        }

        DoubleTapGuard {
            anchors.fill: parent
            pageId: root.viewModel.pageId
        }

        Curtain {
            id: curtain

            anchors.fill: parent
            lower: (root.over - root.rise) / 2
            viewModel: root.viewModel
        }

        CountdownOverlay {
            id: countdown

            anchors.fill: parent
            lower: (root.over - root.rise) / 2
            viewModel: root.viewModel
        }

        // By voice and keys the screen may be dark: nobody looks over a shoulder. A touch only lights it again, so that it
        // is never dark for the next person for good.
        Rectangle {
            anchors.fill: parent
            objectName: "blank"
            visible: root.viewModel.blank
            color: "black"

            MouseArea {
                anchors.fill: parent
                onClicked: root.bridge.light()
            }
        }
    }
}
