pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Progress: one bar for the whole visit, and a line with the step, its name, and the question within it.
Column {
    id: root

    required property ViewModel viewModel
    readonly property list<string> names: root.viewModel.steps
    readonly property int current: root.viewModel.step
    readonly property string here: root.names[root.current] ?? ""
    readonly property string where: root.counted("step-of", root.current, root.names.length)
    readonly property string question: root.viewModel.asks && root.viewModel.parts > 1 ? root.counted("question-of", root.viewModel.part, root.viewModel.parts) : ""
    readonly property real share: 1 / Math.max(1, root.names.length)

    function counted(template: string, place: int, count: int): string {
        return (root.viewModel.chrome[template] ?? "").replace("{number}", place + 1).replace("{count}", count);
    }

    spacing: Theme.mm(2)
    Accessible.role: Accessible.StaticText
    Accessible.name: [root.where, root.here, root.question].filter(each => each !== "").join("，")

    Rectangle {
        width: parent.width
        height: Theme.mm(3.5)
        radius: height / 2
        color: Theme.track
        border.width: Theme.contrast ? Theme.line : 0
        border.color: Theme.outline

        component Part: Rectangle {
            property real from: 0
            property real to: 0

            anchors.left: parent.left
            anchors.leftMargin: parent.width * from
            width: parent.width * (to - from)
            height: parent.height
            radius: height / 2
        }

        Part {
            to: root.current * root.share
            color: Theme.done
        }

        Part {
            from: root.current * root.share
            to: (root.current + (root.viewModel.part + 1) / Math.max(1, root.viewModel.parts)) * root.share
            color: Theme.blue
        }
    }

    Letters {
        width: parent.width
        text: root.where + " · " + root.here + (root.question === "" ? "" : " · " + root.question)
        size: Theme.textSmall
        color: Theme.blue
        font.bold: true
        lineHeight: 1.0
    }
}
