pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge
import "../qml/components"

// On-screen keyboard: large keys with the candidates above them. It learns nothing from input.
Rectangle {
    id: root

    required property Keyboard model
    required property ViewModel viewModel
    readonly property real keyHeight: Math.max(Theme.target, Math.min(Theme.mm(44), Theme.mm(Theme.low ? 112 : root.keypad ? 186 : 160) / root.lines - root.gap))
    readonly property int lines: root.model.rows.length + (root.gridded ? root.model.gridRows : root.model.composes ? 1 : 0)
    // A line of letters is higher than its em square.
    readonly property int highest: Math.max(28, Math.floor(root.keyHeight * 0.62))
    readonly property int letterSize: Math.min(Theme.textHeading, root.highest)
    readonly property real gap: Theme.mm(3)
    readonly property real widest: root.width - 2 * (root.keypad ? Theme.margin : Theme.mm(6))
    readonly property bool gridded: root.model.composes && root.model.gridRows > 0
    readonly property bool keypad: ["digits", "id_number", "date"].includes(root.model.kind)

    // Keys have the same places in every language.
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    implicitHeight: keys.height + Theme.mm(8)
    color: Theme.resting

    function words(id: string): string {
        const chrome = root.viewModel.chrome;
        if (id.startsWith("layer:"))
            return chrome["keyboard-" + id.slice(6)];
        if (root.model.kind === "strokes" && "hspnz".includes(id))
            return chrome["keyboard-stroke-" + id];
        return ["delete", "done", "space", "shift"].includes(id) ? chrome["keyboard-" + id] : "";
    }

    // Symbol for a key whose label is too wide.
    function symbol(key: var): string {
        return key.label || (key.id === "space" ? "␣" : key.id === "done" ? "✓" : "");
    }

    FontMetrics {
        id: small

        font.family: Theme.family
        font.pixelSize: root.keypad ? root.letterSize : Theme.textSmall
    }

    FontMetrics {
        id: large

        font.family: Theme.family
        font.pixelSize: root.keypad ? Math.min(Theme.px(15), root.highest) : root.letterSize
    }

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.outline
    }

    Column {
        id: keys

        anchors.centerIn: parent
        width: root.widest
        spacing: root.gap

        Row {
            id: strip

            visible: root.model.composes && !root.gridded
            height: visible ? root.keyHeight : 0
            width: parent.width
            spacing: root.gap

            readonly property list<string> offered: root.model.candidates
            readonly property list<string> spoken: root.model.spoken
            // Index of the first candidate shown; candidates that do not fit are shown after a page turn.
            property int firstShown: 0
            readonly property var last: buttons.itemAt(strip.offered.length - strip.firstShown - 1)
            readonly property bool hasHidden: (strip.last as Candidate)?.visible === false

            onOfferedChanged: strip.firstShown = 0

            function showNext(): void {
                let fits = 0;
                while (fits < buttons.count && buttons.itemAt(fits).visible)
                    fits++;
                strip.firstShown += Math.max(1, fits);
                root.viewModel.touch("still-here");
            }

            component Candidate: KioskButton {
                id: candidate

                required property int index
                required property Candidate previous
                readonly property int place: strip.firstShown + candidate.index
                readonly property string word: strip.offered[candidate.place] ?? ""
                readonly property real end: (candidate.previous ? candidate.previous.end : preedit.width) + root.gap + candidate.width

                height: root.keyHeight
                width: Math.max(implicitWidth, Theme.target)
                visible: candidate.word !== "" && candidate.end < strip.width - Theme.mm(Theme.elder ? 46 : 36)
                sideMargin: Theme.mm(2)
                labelSize: Math.max(28, Theme.px(8))
                key: "choose:" + candidate.place
                label: candidate.word
                speech: strip.spoken[candidate.place] ?? candidate.word
                onClicked: root.model.press(candidate.key)
            }

            Words {
                id: preedit

                anchors.verticalCenter: parent.verticalCenter
                width: Theme.mm(38)
                objectName: "composition"
                text: end.elidedText
                color: Theme.blue
                size: Theme.textSmall
                wrapMode: Text.NoWrap
                Accessible.name: root.model.letters

                // Elided at the left: the end, where the next letter is inserted, stays visible.
                TextMetrics {
                    id: end

                    font: preedit.font
                    text: root.model.letters
                    elide: Text.ElideLeft
                    elideWidth: preedit.width
                }
            }

            // A fixed set of buttons: changing their text is faster than creating delegates.
            Repeater {
                id: buttons

                model: root.gridded ? 0 : root.model.pageSize

                Candidate {
                    previous: buttons.itemAt(index - 1) as Candidate
                }
            }
        }

        Loader {
            active: root.gridded
            visible: active
            width: parent.width
            sourceComponent: CandidateGrid {
                model: root.model
                viewModel: root.viewModel
                keyHeight: root.keyHeight
                gap: root.gap
                letterSize: root.letterSize
            }
        }

        Repeater {
            // On the further pages the candidates of a name take the place of the keys.
            model: root.model.gridIsFull ? [] : root.model.rows

            Row {
                id: line

                required property list<var> modelData
                readonly property real units: line.modelData.reduce((sum, key) => sum + key.width, 0)
                readonly property real unit: root.keypad ? (root.widest - 2 * root.gap) / 3 : (root.widest - 9 * root.gap) / 10

                anchors.horizontalCenter: parent.horizontalCenter
                spacing: root.gap

                Repeater {
                    model: line.modelData

                    KioskButton {
                        id: button

                        required property var modelData
                        readonly property string words: root.words(button.modelData.id)
                        readonly property FontMetrics letters: button.modelData.id.length > 1 ? small : large
                        // A label of two words is broken sooner than its width says: hanzi and letters measure differently.
                        // By the size, too: keys outlive a change to larger letters, and a function call notices none.
                        readonly property real wanted: button.letters.font.pixelSize > 0 ? button.letters.advanceWidth(button.words) * (button.words.includes(" ") ? 1.3 : 1) : 0
                        readonly property bool fits: button.wanted <= button.room

                        width: button.modelData.width * line.unit + (Math.ceil(button.modelData.width) - 1) * root.gap
                        height: root.keyHeight
                        sideMargin: Theme.mm(1)
                        labelSize: button.letters.font.pixelSize
                        key: "key:" + button.modelData.id
                        label: button.fits && button.words || root.symbol(button.modelData) || button.words
                        speech: button.words || button.label
                        onClicked: root.model.press(button.modelData.id)
                    }
                }
            }
        }
    }

    Row {
        visible: root.model.composes && !root.gridded
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        y: keys.y
        spacing: root.gap

        KioskButton {
            key: "key:page-up"
            symbol: "chevron-left"
            speech: root.viewModel.chrome["more-above"] ?? ""
            height: root.keyHeight
            width: Theme.target
            enabled: strip.firstShown > 0 || root.model.hasPreviousPage
            onClicked: {
                if (strip.firstShown > 0)
                    strip.firstShown = 0;
                else
                    root.model.press("page-up");
            }
        }

        KioskButton {
            key: "key:page-down"
            symbol: "chevron-right"
            speech: root.viewModel.chrome["keyboard-candidates"] ?? ""
            height: root.keyHeight
            width: Theme.target
            enabled: strip.hasHidden || root.model.hasNextPage
            onClicked: {
                if (strip.hasHidden)
                    return strip.showNext();
                strip.firstShown = 0;
                root.model.press("page-down");
            }
        }
    }
}
