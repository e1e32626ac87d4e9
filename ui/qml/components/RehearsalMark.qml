pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Marks every page of a rehearsal or of practice.
Rectangle {
    id: root

    required property ViewModel viewModel

    visible: root.viewModel.mark !== ""
    implicitHeight: visible ? words.implicitHeight + Theme.mm(2) : 0
    color: Theme.paleAttention

    Words {
        id: words

        anchors.centerIn: parent
        width: Math.min(implicitWidth, root.width - 2 * Theme.margin)
        horizontalAlignment: Text.AlignHCenter
        text: root.viewModel.mark
        size: Theme.textSmall
        lineHeight: 1.0
        color: Theme.attention
    }
}
