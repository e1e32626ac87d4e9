pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge
import "../qml/components"

// Candidates for a name in rows and columns. The first row begins with the letters typed and ends with the arrows.
Item {
    id: root

    required property Keyboard model
    required property ViewModel viewModel
    required property real keyHeight
    required property real gap
    required property int letterSize
    // Large letters in low position leave less room: what does not fit follows after a turn.
    readonly property int rows: root.model.gridRows - (Theme.low && Theme.elder ? 3 : 0)
    readonly property int columns: root.model.gridColumns
    readonly property real unit: (root.width - (root.columns - 1) * root.gap) / root.columns
    readonly property int besides: 2

    readonly property list<string> offered: root.model.candidates
    readonly property list<string> spoken: root.model.spoken
    // Index of the first candidate shown; words may take several cells.
    property int firstShown: 0
    readonly property Candidate last: root.candidate(root.offered.length - root.firstShown - 1)
    readonly property bool hasHidden: root.last !== null && !root.last.visible

    implicitHeight: root.rows * root.keyHeight + (root.rows - 1) * root.gap
    onOfferedChanged: root.firstShown = 0

    function candidate(index: int): Candidate {
        return (index < first.count ? first.itemAt(index) : further.itemAt(index - first.count)) as Candidate;
    }

    // The cell in which a word of this width begins: it is not broken, and keeps clear of the arrows.
    function fit(cell: int, span: int): int {
        const column = cell % root.columns;
        const end = cell < root.columns ? root.columns - root.besides : root.columns;
        return column + span > end && (column > 0) ? cell - column + root.columns : cell;
    }

    function showNext(): void {
        let fits = 0;
        while (root.candidate(fits)?.visible)
            fits++;
        root.firstShown += Math.max(1, fits);
        root.viewModel.touch("still-here");
    }

    FontMetrics {
        id: letters

        font.family: Theme.family
        font.pixelSize: root.letterSize
    }

    component Candidate: KioskButton {
        id: place

        required property int number
        required property Candidate previous
        readonly property int index_: root.firstShown + place.number
        readonly property string word: root.offered[place.index_] ?? ""
        readonly property real natural: place.word.length * letters.height > root.unit ? letters.advanceWidth(place.word) + 2 * place.sideMargin : 0
        readonly property int span: Math.max(1, Math.min(root.columns, Math.ceil((place.natural + root.gap) / (root.unit + root.gap))))
        readonly property int cell: root.fit(place.previous ? place.previous.cell + place.previous.span : root.besides, place.span)

        x: place.cell % root.columns * (root.unit + root.gap)
        y: Math.floor(place.cell / root.columns) * (root.keyHeight + root.gap)
        width: place.span * (root.unit + root.gap) - root.gap
        height: root.keyHeight
        visible: place.word !== "" && place.cell < root.rows * root.columns
        sideMargin: Theme.mm(2)
        labelSize: letters.font.pixelSize
        key: "choose:" + place.index_
        label: place.word
        speech: root.spoken[place.index_] ?? place.word
        onClicked: root.model.press(place.key)
    }

    Words {
        id: preedit

        height: root.keyHeight
        width: root.besides * (root.unit + root.gap) - root.gap
        verticalAlignment: Text.AlignVCenter
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

    Repeater {
        id: first

        model: root.model.gridPage

        Candidate {
            required property int index

            number: index
            previous: root.candidate(index - 1)
        }
    }

    // Made when the grid takes the place of the keys.
    Repeater {
        id: further

        model: root.model.pageSize - root.model.gridPage

        Candidate {
            required property int index

            number: first.count + index
            previous: root.candidate(first.count + index - 1)
        }
    }

    KioskButton {
        x: (root.columns - 2) * (root.unit + root.gap)
        key: "key:page-up"
        symbol: "chevron-left"
        speech: root.viewModel.chrome["more-above"] ?? ""
        height: root.keyHeight
        width: root.unit
        enabled: root.firstShown > 0 || root.model.hasPreviousPage
        onClicked: {
            if (root.firstShown > 0)
                root.firstShown = 0;
            else
                root.model.press("page-up");
        }
    }

    KioskButton {
        x: (root.columns - 1) * (root.unit + root.gap)
        key: "key:page-down"
        symbol: "chevron-right"
        speech: root.viewModel.chrome["keyboard-candidates"] ?? ""
        height: root.keyHeight
        width: root.unit
        enabled: root.hasHidden || root.model.hasNextPage
        onClicked: {
            if (root.hasHidden)
                return root.showNext();
            root.firstShown = 0;
            root.model.press("page-down");
        }
    }
}
