pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Progress bar: every step with its name, or number and name of the current step only where the names do not fit.
Column {
    id: root

    required property list<string> names
    required property int current
    required property string template
    // The last names that were not empty: delegates are kept while pages without progress are shown.
    property list<string> lastNames
    readonly property string here: root.lastNames[root.current] ?? ""
    readonly property string where: root.template.replace("{number}", root.current + 1).replace("{count}", root.lastNames.length)
    readonly property real gap: Theme.mm(2.5)
    readonly property real share: (root.width - root.gap * (root.lastNames.length - 1)) / Math.max(1, root.lastNames.length)
    readonly property bool named: longest.width + Theme.textSmall * 1.6 <= root.share

    onNamesChanged: {
        if (root.names.length > 0)
            root.lastNames = root.names;
    }
    visible: root.names.length > 0
    spacing: Theme.mm(2)
    Accessible.role: Accessible.StaticText
    Accessible.name: root.where + "，" + root.here

    TextMetrics {
        id: longest

        font.family: Theme.family
        font.pixelSize: Theme.textSmall
        font.bold: true
        text: root.lastNames.reduce((most, name) => name.length > most.length ? name : most, "")
    }

    Row {
        anchors.left: parent.left
        spacing: root.gap

        Repeater {
            model: root.lastNames

            Column {
                id: step

                required property string modelData
                required property int index
                readonly property bool past: step.index < root.current
                readonly property bool here: step.index === root.current

                width: root.share
                spacing: Theme.mm(1.5)

                Rectangle {
                    width: parent.width
                    height: Theme.mm(step.here ? 2.4 : 1.8)
                    radius: height / 2
                    color: step.past ? Theme.done : step.here ? Theme.blue : Theme.outline
                }

                Row {
                    anchors.left: parent.left
                    spacing: Theme.mm(1)
                    visible: root.named

                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        name: step.past ? "check" : ""
                        size: Theme.textSmall
                        color: Theme.done
                    }

                    Letters {
                        text: step.past ? step.modelData : (step.index + 1) + " " + step.modelData
                        size: Theme.textSmall
                        lineHeight: 1.0
                        color: step.past ? Theme.done : step.here ? Theme.blue : Theme.grey
                        font.bold: step.here
                    }
                }
            }
        }
    }

    Letters {
        width: parent.width
        visible: !root.named
        text: root.where + " · " + root.here
        size: Theme.textSmall
        color: Theme.blue
        font.bold: true
    }
}
