pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Yike
import Yike.Bridge
import "components"

// The window: the profile's layout, with the overlays above it. It decides neither flow nor geometry of the zones.
Window {
    id: root

    required property Bridge bridge
    required property Keyboard keyboard
    required property url layout
    // For the program: a QScreen that Python asks a window for is destroyed with the window.
    readonly property size screenSize: Qt.size(Screen.width, Screen.height)
    readonly property size availableSize: Qt.size(Math.min(Screen.width, Screen.desktopAvailableWidth), Math.min(Screen.height, Screen.desktopAvailableHeight))
    // Set by the program before it closes the window itself.
    property bool mayClose: false
    readonly property ViewModel viewModel: ViewModel {
        bridge: root.bridge
        lists: root.bridge.lists
    }
    readonly property var screenProfile: root.viewModel.screen
    readonly property real fit: Math.min(root.width / stage.width, root.height / stage.height)
    readonly property bool layoutReady: zones.status === Loader.Ready
    readonly property bool covered: countdown.visible || curtain.visible
    readonly property real screenTop: root.screenProfile.bottom_mm + root.screenProfile.height / root.screenProfile.px_per_mm
    // Downward offset, from the middle of the screen, of the middle of the area in everyone's reach.
    readonly property real reachOffset: (Theme.outOfReachAbove - Theme.outOfReachBelow) / 2

    visible: true
    color: Theme.cream
    // Alt+F4 and every other request from outside: the program decides.
    onClosing: close => {
        close.accepted = root.mayClose;
        if (!root.mayClose)
            root.bridge.askToClose();
    }
    title: root.screenProfile.brand ?? ""

    component ThemeBinding: Binding {
        target: Theme
    }

    ThemeBinding {
        property: "pxPerMm"
        value: root.screenProfile.px_per_mm
    }

    ThemeBinding {
        property: "screenMm"
        value: Qt.size(root.screenProfile.width / root.screenProfile.px_per_mm, root.screenProfile.height / root.screenProfile.px_per_mm)
    }

    ThemeBinding {
        property: "low"
        value: root.viewModel.low
    }

    ThemeBinding {
        property: "dark"
        value: root.viewModel.dark
    }

    ThemeBinding {
        property: "moving"
        value: root.screenProfile.moving ?? true
    }

    ThemeBinding {
        property: "elder"
        value: root.viewModel.elder
    }

    ThemeBinding {
        property: "chinese"
        value: root.viewModel.language === "" || root.viewModel.language.startsWith("zh")
    }

    ThemeBinding {
        property: "mirrored"
        value: root.viewModel.mirrored
    }

    ThemeBinding {
        property: "technician"
        value: root.viewModel.area === "technician"
    }

    ThemeBinding {
        property: "contrast"
        value: root.viewModel.contrast
    }

    // In low position all controls are between 380 and 1220 mm above the floor.
    ThemeBinding {
        property: "outOfReachAbove"
        value: root.viewModel.low ? Math.max(0, Theme.onGlass(root.screenTop - 1220)) : 0
    }

    ThemeBinding {
        property: "outOfReachBelow"
        value: root.viewModel.low ? Math.max(0, Theme.onGlass(380 - root.screenProfile.bottom_mm)) : 0
    }

    Rectangle {
        id: stage

        width: root.screenProfile.width
        height: root.screenProfile.height
        color: Theme.cream
        scale: root.fit
        LayoutMirroring.enabled: root.viewModel.mirrored
        LayoutMirroring.childrenInherit: true
        transformOrigin: Item.TopLeft
        x: (root.width - width * scale) / 2

        Loader {
            id: zones

            anchors.fill: parent
            enabled: !root.covered
            // Of the pages of staff, or of the profile. It changes between two visits, while no page is loaded.
            readonly property url wanted: root.viewModel.area === "technician" ? Qt.resolvedUrl("layouts/Technician.qml") : root.layout

            function open(): void {
                zones.setSource(zones.wanted, {
                    "viewModel": root.viewModel,
                    "keyboard": root.keyboard
                });
            }

            onWantedChanged: zones.open()
            Component.onCompleted: zones.open()
        }

        HiddenCorners {
            anchors.fill: parent
            viewModel: root.viewModel
        }

        DoubleTapGuard {
            anchors.fill: parent
            pageId: root.viewModel.pageId
        }

        Curtain {
            id: curtain

            anchors.fill: parent
            reachOffset: root.reachOffset
            viewModel: root.viewModel
        }

        CountdownOverlay {
            id: countdown

            anchors.fill: parent
            reachOffset: root.reachOffset
            viewModel: root.viewModel
        }

        // A visit by voice and keys may blank the screen for privacy. A touch lights it again, so that it cannot stay dark
        // for the next citizen.
        Rectangle {
            anchors.fill: parent
            objectName: "blank"
            visible: root.viewModel.blank
            color: "black"

            MouseArea {
                anchors.fill: parent
                onClicked: root.bridge.unblank()
            }
        }
    }
}
