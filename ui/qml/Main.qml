pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Yike
import Yike.Bridge
import "components"

// The window: the layout that the profile names, and overlays on top. No flow lives here, and no zone's place.
Window {
    id: root

    required property Bridge bridge
    required property var icons
    required property Keyboard keyboard
    required property url layout
    readonly property ViewModel viewModel: ViewModel {
        bridge: root.bridge
    }
    readonly property var screenProfile: root.viewModel.screen
    readonly property real fit: Math.min(root.width / stage.width, root.height / stage.height)
    readonly property bool laidOut: zones.status === Loader.Ready
    readonly property bool covered: countdown.visible || curtain.visible
    readonly property real screenTop: root.screenProfile.bottom_mm + root.screenProfile.height / root.screenProfile.px_per_mm
    // How far below its middle everybody reaches the screen.
    readonly property real lower: (Theme.outOfReachAbove - Theme.outOfReachBelow) / 2

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
        property: "mirrored"
        value: root.viewModel.mirrored
    }

    Share {
        property: "contrast"
        value: root.viewModel.contrast
    }

    // In low position everything touchable lies between 380 and 1220 mm above the floor.
    Share {
        property: "outOfReachAbove"
        value: root.viewModel.low ? Math.max(0, Theme.mm(root.screenTop - 1220)) : 0
    }

    Share {
        property: "outOfReachBelow"
        value: root.viewModel.low ? Math.max(0, Theme.mm(380 - root.screenProfile.bottom_mm)) : 0
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
        LayoutMirroring.enabled: root.viewModel.mirrored
        LayoutMirroring.childrenInherit: true
        transformOrigin: Item.TopLeft
        x: (root.width - width * scale) / 2

        Loader {
            id: zones

            anchors.fill: parent
            enabled: !root.covered
            Component.onCompleted: zones.setSource(root.layout, {
                "viewModel": root.viewModel,
                "keyboard": root.keyboard
            })
        }

        DoubleTapGuard {
            anchors.fill: parent
            pageId: root.viewModel.pageId
        }

        Curtain {
            id: curtain

            anchors.fill: parent
            lower: root.lower
            viewModel: root.viewModel
        }

        CountdownOverlay {
            id: countdown

            anchors.fill: parent
            lower: root.lower
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
