pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A line of text that is typed and deleted and nothing else: nothing can be selected, copied, cut, pasted, dropped or
// undone, because what one citizen leaves in the toolkit the next one could bring to light.
TextInput {
    id: root

    // Read by the on-screen keyboard.
    property string kind: ""
    property int maxPoints: 0

    // The on-screen keyboard changed the text.
    signal changedByKey
    // Touched, or Return was pressed.
    signal begun

    font.family: Theme.family
    color: Theme.ink
    selectByMouse: false
    persistentSelection: false
    activeFocusOnTab: true
    inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText
    Accessible.role: Accessible.EditableText
    // Assistive technology can select by calling the item.
    onSelectedTextChanged: {
        if (root.selectedText !== "")
            root.deselect();
    }
    cursorDelegate: Rectangle {
        width: Math.max(3, Theme.mm(0.8))
        color: Theme.blue
        visible: root.activeFocus && root.color.a > 0
    }

    // A list of what is allowed: every desktop and keyboard has further shortcuts of its own.
    function allowed(event: var): bool {
        if (event.modifiers & ~(Qt.ShiftModifier | Qt.KeypadModifier | Qt.GroupSwitchModifier))
            return false;
        switch (event.key) {
        case Qt.Key_Tab:
        case Qt.Key_Backtab:
        case Qt.Key_Escape:
        case Qt.Key_Up:
        case Qt.Key_Down:
        case Qt.Key_Backspace:
            return true;
        case Qt.Key_Delete:
        case Qt.Key_Left:
        case Qt.Key_Right:
        case Qt.Key_Home:
        case Qt.Key_End:
            return !(event.modifiers & Qt.ShiftModifier);
        }
        return event.text !== "" && event.text >= " " && event.text !== "\u007f";
    }

    Keys.onReturnPressed: root.begun()
    Keys.onEnterPressed: root.begun()
    Keys.onPressed: event => event.accepted = !root.allowed(event)

    // Above the text, so that no button reaches it: the middle one pastes, a double click selects.
    MouseArea {
        anchors.fill: parent
        acceptedButtons: Qt.AllButtons
        onPressed: mouse => mouse.accepted = true
        onClicked: mouse => {
            if (mouse.button === Qt.LeftButton)
                root.begun();
        }
    }
}
