pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The page's choices: tiles, or small buttons side by side where choosing is secondary.
Grid {
    id: root

    required property ViewModel viewModel
    property bool many: false
    property bool small: false
    property bool paired: false
    property bool tall: false
    // Only these of the choices are shown: from the first to before the second.
    property int begin: 0
    // Not the number of choices: while a row is inserted, the last one would be behind it, and destroyed.
    property int end: 1000000
    // Two answers to one question, such as to agree or not, are seen together.
    readonly property bool unbreakable: root.small && root.tall
    // Choosing leads to the next page: no Continue follows.
    readonly property bool goesOn: !root.many && root.viewModel.right.key === undefined && !root.viewModel.isHelp
    readonly property int filledCount: list.count
    readonly property bool filled: list.count > 0
    readonly property real column: (root.width - (root.columns - 1) * root.columnSpacing) / Math.max(1, root.columns)

    // In several columns all items have the height of the tallest.
    readonly property real tallest: {
        let most = 0;
        for (let n = 0; n < list.count; n++)
            most = Math.max(most, list.itemAt(n)?.implicitHeight ?? 0);
        return most;
    }

    columnSpacing: Theme.gap
    rowSpacing: Theme.gap * (1 + 0.8 * Theme.spread)
    visible: Math.min(root.end, list.count) > root.begin
    columns: root.paired && !Theme.elder ? 2 : 1

    Repeater {
        id: list

        model: root.viewModel.choices

        Loader {
            id: place

            required property var model
            required property int index
            readonly property bool unbreakable: true

            active: place.index >= root.begin && place.index < root.end
            visible: place.active
            width: root.column
            height: Math.max(implicitHeight, root.columns > 1 ? root.tallest : 0)
            sourceComponent: root.small && !place.model.option ? plain : tile

            Component {
                id: tile

                ChoiceItem {
                    key: place.model.key
                    label: place.model.label
                    note: place.model.note
                    symbol: place.model.icon
                    usable: place.model.enabled
                    option: place.model.option
                    chosen: place.model.chosen
                    many: root.many
                    tall: root.tall
                    compact: root.columns > 1
                    goesOn: root.goesOn
                    tag: place.model.tag
                    tagTone: place.model.tagTone
                    whyNot: place.model.whyNot
                    speech: place.model.speech
                    onClicked: root.viewModel.touch(place.model.key)
                }
            }

            Component {
                id: plain

                KioskButton {
                    id: plainButton

                    readonly property int largest: root.columns > 1 ? Theme.textBody : plainButton.main ? Theme.px(13) : Theme.textHeading

                    key: place.model.key
                    label: place.model.label
                    note: place.model.whyNot !== "" ? place.model.whyNot : place.model.note
                    // Three in large letters have room for words alone.
                    symbol: Theme.elder && root.columns > 2 ? "" : place.model.icon ?? ""
                    usable: place.model.enabled
                    speech: place.model.speech
                    sideMargin: Theme.mm(5)
                    main: place.model.main
                    symbolSize: plainButton.largest * 1.15
                    // A long word in a column is written smaller rather than broken.
                    labelSize: root.columns > 1 && Theme.parts(label, Theme.bodyFont, room - symbolRoom) ? Theme.textSmall : plainButton.largest
                    implicitHeight: Math.max(Theme.mm(root.tall ? (place.model.main ? 50 : 40) * (1 + 0.4 * Theme.spread) : 28 * (1 + 1.7 * Theme.spread)), faceHeight + Theme.mm(Theme.elder ? 7 : 10))
                    onClicked: root.viewModel.touch(place.model.key)
                }
            }
        }
    }
}
