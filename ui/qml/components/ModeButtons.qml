pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Buttons for help, voice, larger text and language; the strip at the bottom also has high contrast and low position. In
// the status bar optional buttons are leftmost, so that the others keep their place.
Grid {
    id: root

    required property ViewModel viewModel
    property bool strip: false
    property real room: 0
    // Width with all buttons shown, so that the status bar has the same layout on every page.
    readonly property real full: help.implicitWidth + larger.implicitWidth + language.implicitWidth + 2 * root.spacing + (root.viewModel.speaks ? voice.implicitWidth + root.spacing : 0)
    // Width of the strip. Except in low position it is shown on two pages only, both without a help button.
    readonly property real wide: root.full + contrast.implicitWidth + low.implicitWidth + 2 * root.spacing - (help.visible || root.viewModel.low ? 0 : help.implicitWidth + root.spacing)

    readonly property real widest: Math.max(help.implicitWidth, larger.implicitWidth, language.implicitWidth, contrast.implicitWidth, low.implicitWidth)

    // With large text the buttons do not fit in one row.
    columns: !root.strip ? (root.full > root.room ? 2 : 6) : root.wide <= root.room ? 6 : 3 * root.widest + 2 * root.spacing <= root.room ? 3 : 2
    layoutDirection: Qt.RightToLeft
    // Mirrored by layoutDirection: in the status bar buttons are aligned to the right of their cells.
    horizontalItemAlignment: root.strip ? Grid.AlignHCenter : Grid.AlignLeft

    spacing: Theme.mm(3)

    component Mode: KioskButton {
        id: mode

        property bool on: false
        property bool lasting: true

        round: true
        label: root.viewModel.chrome[key] ?? ""
        speech: root.viewModel.chrome[key + "-speech"] ?? ""
        labelSize: Theme.textStatus
        ground: on ? Theme.paleBlue : Theme.paper
        edge: on ? Theme.blue : Theme.outline
        ink: on ? Theme.blue : Theme.ink
        checkable: mode.lasting
        checked: mode.on
        onToggled: mode.checked = Qt.binding(() => mode.on)
        onClicked: root.viewModel.touch(key)
    }

    Mode {
        id: language

        key: "language"
        symbol: "language"
        visible: label !== ""
        lasting: false
    }

    Mode {
        id: larger

        key: "larger"
        symbol: "text-size"
        visible: root.viewModel.offersModes
        on: root.viewModel.elder
    }

    Mode {
        id: voice

        key: "voice"
        symbol: "voice"
        visible: root.viewModel.offersModes && root.viewModel.speaks
        on: root.viewModel.voice
    }

    Mode {
        id: help

        key: "help"
        symbol: "help"
        visible: root.viewModel.offersModes && !root.viewModel.isHelp && root.viewModel.left.key !== "help"
        lasting: false
    }

    // Created in the strip only: the status bar is part of the first frame and must be built quickly.
    Loader {
        id: contrast

        // Its label names the colours that come next.
        readonly property string next: root.viewModel.dark ? "colours" : root.viewModel.contrast ? "dark" : "contrast"

        active: root.strip
        visible: root.viewModel.offersModes && root.strip
        sourceComponent: Mode {
            key: "contrast"
            label: root.viewModel.chrome[contrast.next] ?? ""
            speech: root.viewModel.chrome[contrast.next + "-speech"] ?? ""
            symbol: "contrast"
            on: root.viewModel.contrast
        }
    }

    Loader {
        id: low

        active: root.strip
        visible: root.viewModel.offersModes && root.strip
        sourceComponent: Mode {
            key: "low"
            symbol: "wheelchair"
            on: root.viewModel.low
        }
    }
}
