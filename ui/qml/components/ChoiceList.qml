import QtQuick
import Yike
import Yike.Bridge

Grid {
    id: root

    required property Bridge bridge
    property bool many: false

    columnSpacing: Theme.gap
    rowSpacing: Theme.gap

    Repeater {
        model: root.bridge.choices

        ChoiceItem {
            id: choice

            required property var model

            width: (root.width - (root.columns - 1) * root.columnSpacing) / Math.max(1, root.columns)
            key: choice.model.key
            label: choice.model.label
            note: choice.model.note
            icon_: choice.model.icon
            enabled: choice.model.enabled
            option: choice.model.option
            chosen: choice.model.chosen
            many: root.many
            tag: choice.model.tag !== "" ? choice.model.tag : choice.model.whyNot
            tagTone: choice.model.tag !== "" ? choice.model.tagTone : "attention"
            speech: choice.model.speech
            onClicked: root.bridge.touch(choice.model.key)
        }
    }
}
