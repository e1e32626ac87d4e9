import QtQuick
import Yike

// "Step 3 of 6" with names: done, here, ahead.
Row {
    id: root

    required property list<string> names
    required property int current

    visible: root.names.length > 0
    spacing: Theme.mm(2.5)

    Repeater {
        model: root.names

        Column {
            id: step

            required property string modelData
            required property int index
            readonly property bool past: step.index < root.current
            readonly property bool here: step.index === root.current

            width: (root.width - root.spacing * (root.names.length - 1)) / Math.max(1, root.names.length)
            spacing: Theme.mm(2)

            Rectangle {
                width: parent.width
                height: Theme.mm(1.5)
                color: step.past ? Theme.done : step.here ? Theme.blue : Theme.outline
            }

            Words {
                width: parent.width
                text: (step.past ? "✓ " : (step.index + 1) + " ") + step.modelData
                size: Theme.textSmall
                color: step.past ? Theme.done : step.here ? Theme.blue : Theme.grey
                font.bold: step.here
            }
        }
    }
}
