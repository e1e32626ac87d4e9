import QtQuick
import Yike
import Yike.Bridge

// One thing to fill in. The field being edited owns its text: what comes back equal to what was sent is not written.
Column {
    id: root

    required property Bridge bridge
    required property string key
    required property string label
    required property string kind
    required property string value
    required property string hint
    required property string source
    required property string wrong
    required property int maxLength
    required property bool masked
    required property var options
    required property string speech
    property bool plain: false
    property list<string> sent: []
    readonly property bool covered: root.masked && !input.activeFocus && input.text.length > 6

    signal wanted(var input)

    spacing: Theme.mm(2)

    // A number is covered while nobody writes it.
    function stars(text: string): string {
        return text.slice(0, 4) + "＊".repeat(6) + text.slice(-2);
    }

    function edited(text: string): void {
        root.sent = root.sent.concat([text]);
        root.bridge.typed(root.key, text);
    }

    onValueChanged: {
        const at = root.sent.indexOf(root.value);
        if (at >= 0)
            root.sent = root.sent.slice(at + 1);
        else if (input.text !== root.value)
            input.text = root.value;
    }
    Component.onCompleted: input.text = root.value

    Words {
        width: parent.width
        visible: !root.plain
        text: root.label
        size: Theme.textHeading
        font.bold: true
    }

    Words {
        width: parent.width
        visible: root.hint !== "" && !root.plain
        text: root.hint
        color: Theme.grey
    }

    Rectangle {
        width: parent.width
        visible: root.kind !== "choice"
        height: visible ? Math.max(Theme.mm(root.plain ? 18 : 20), input.implicitHeight + Theme.mm(8)) : 0
        radius: Theme.radius
        color: Theme.paper
        border.width: input.activeFocus ? Theme.line * 2 : Theme.line
        border.color: root.wrong !== "" ? Theme.attention : input.activeFocus || root.plain ? Theme.blue : Theme.outline

        Icon {
            id: glass

            visible: root.plain
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.mm(6)
            name: "magnify"
        }

        TextInput {
            id: input

            property string kind: root.kind
            property int maxPoints: root.maxLength

            signal changedByKey

            objectName: root.key
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.leftMargin: root.plain ? Theme.mm(19) : Theme.mm(6)
            anchors.rightMargin: Theme.mm(6)
            font.family: "Noto Sans CJK SC"
            font.pixelSize: root.plain ? Theme.textBody : Math.max(28, Theme.px(9))
            color: root.covered ? "transparent" : Theme.ink
            maximumLength: root.maxLength
            wrapMode: TextInput.WrapAnywhere
            activeFocusOnTab: root.kind !== "choice"
            inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText
            Accessible.role: Accessible.EditableText
            Accessible.name: root.speech
            onTextEdited: root.edited(input.text)
            onChangedByKey: root.edited(input.text)
            onActiveFocusChanged: {
                if (input.activeFocus)
                    root.wanted(input);
            }
        }

        Words {
            visible: input.text === "" && root.plain
            anchors.fill: input
            text: root.hint
            color: Theme.grey
            verticalAlignment: Text.AlignVCenter
            Accessible.ignored: true
        }

        Words {
            visible: root.covered
            anchors.fill: input
            text: root.stars(input.text)
            size: input.font.pixelSize
            verticalAlignment: Text.AlignVCenter
            Accessible.ignored: true
        }

        TapHandler {
            onTapped: {
                input.forceActiveFocus();
                root.wanted(input);
            }
        }
    }

    Column {
        width: parent.width
        visible: root.kind === "choice"
        spacing: Theme.mm(3.5)

        Repeater {
            model: root.options

            ChoiceItem {
                id: choice

                required property var modelData

                width: root.width
                key: choice.modelData.key
                label: choice.modelData.label
                note: choice.modelData.note
                option: true
                chosen: choice.modelData.chosen
                speech: choice.modelData.speech
                onClicked: root.bridge.touch(choice.modelData.key)
            }
        }
    }

    Words {
        width: parent.width
        visible: root.source !== ""
        text: "✓ " + root.source
        size: Theme.textSmall
        color: Theme.done
        Accessible.name: root.source
    }

    Words {
        width: parent.width
        visible: root.wrong !== ""
        text: root.wrong
        color: Theme.attention
        font.bold: true
    }
}
