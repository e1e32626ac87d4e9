pragma ComponentBehavior: Bound

import QtQuick
import Yike

// What the page itself does not offer: help, voice where there is one, larger text, language; in the strip within
// everyone's reach also high contrast and lower buttons. In the status bar what comes and goes stands at the left, so that
// nothing moves.
Grid {
    id: root

    required property ViewModel viewModel
    property bool strip: false
    property real room: 0
    // As wide as on the fullest page, so that a bar that measures itself by it stands the same on all.
    readonly property real full: help.implicitWidth + larger.implicitWidth + language.implicitWidth + 2 * root.spacing + (root.viewModel.speaks ? voice.implicitWidth + root.spacing : 0)
    // The strip: unless buttons are low it stands on two pages only, and neither has help in it.
    readonly property real wide: root.full + contrast.implicitWidth + low.implicitWidth + 2 * root.spacing - (help.visible || root.viewModel.low ? 0 : help.implicitWidth + root.spacing)

    readonly property real widest: Math.max(help.implicitWidth, larger.implicitWidth, language.implicitWidth, contrast.implicitWidth, low.implicitWidth)

    // Large buttons do not all fit beside each other.
    columns: !root.strip ? (root.full > root.room ? 2 : 6) : root.wide <= root.room ? 6 : 3 * root.widest + 2 * root.spacing <= root.room ? 3 : 2
    layoutDirection: Qt.RightToLeft
    // Mirrored by the direction: in the status bar every button keeps to the right end of its place.
    horizontalItemAlignment: root.strip ? Grid.AlignHCenter : Grid.AlignLeft

    spacing: Theme.mm(3)

    component Mode: KioskButton {
        id: mode

        property bool on: false
        property bool lasting: true

        round: true
        label: root.viewModel.chrome[key] ?? ""
        speech: root.viewModel.chrome[key + "-said"] ?? ""
        labelSize: Theme.textSmall
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
        symbol: "translate"
        visible: label !== ""
        lasting: false
    }

    Mode {
        id: larger

        key: "larger"
        symbol: "format-size"
        visible: root.viewModel.visiting
        on: root.viewModel.elder
    }

    Mode {
        id: voice

        key: "voice"
        symbol: "volume-high"
        visible: root.viewModel.visiting && root.viewModel.speaks
        on: root.viewModel.voice
    }

    Mode {
        id: help

        key: "help"
        symbol: "help-circle-outline"
        visible: root.viewModel.visiting && !root.viewModel.isHelp && root.viewModel.left.key !== "help"
        lasting: false
    }

    // Only the strip has these: the status bar, which every page waits for, does not make them.
    Loader {
        id: contrast

        active: root.strip
        visible: root.viewModel.visiting && root.strip
        sourceComponent: Mode {
            key: "contrast"
            symbol: "contrast-circle"
            on: root.viewModel.contrast
        }
    }

    Loader {
        id: low

        active: root.strip
        visible: root.viewModel.visiting && root.strip
        sourceComponent: Mode {
            key: "low"
            symbol: "wheelchair"
            on: root.viewModel.low
        }
    }
}
