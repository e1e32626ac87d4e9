pragma ComponentBehavior: Bound

import QtQuick
import Yike

// An input field. While edited it owns its text: a value equal to one of those sent is an echo and is not written back.
Column {
    id: root

    required property ViewModel viewModel
    required property string key
    required property string label
    required property string kind
    required property string value
    required property string hint
    required property string source
    required property string wrong
    required property int maxLength
    required property bool masked
    // Nobody may see it, not even while it is typed.
    required property bool secret
    required property bool opens
    required property list<int> groups
    required property int length
    required property var options
    required property string speech
    property bool plain: false
    // The only question of its page: the title asks it, so the label is not repeated.
    property bool alone: false
    property list<string> sent: []
    property bool created: false
    readonly property bool choice: root.kind === "choice"
    readonly property bool dated: root.kind === "date"
    readonly property bool grouped: root.groups.length > 0
    readonly property int missing: root.length - input.text.length
    // A number that has to be compared is seen; what is masked is still never read aloud.
    readonly property bool covered: root.masked && !root.secret && !input.activeFocus && input.text !== "" && root.wrong === ""

    signal wanted(Item input)

    spacing: Theme.mm(2.5)

    // Mask a number while the field has no focus, as kiosk/documents/masking.py does: at least half is hidden.
    function stars(text: string): string {
        const signs = Array.from(text);
        const shown = Math.min(Math.floor(signs.length / 2), 6);
        const tail = Math.min(shown, 2);
        const hidden = signs.length < 8 ? signs.length - shown : 6;
        return signs.slice(0, shown - tail).join("") + "＊".repeat(hidden) + signs.slice(signs.length - tail).join("");
    }

    function edited(typed: string): void {
        const text = root.dated ? root.viewModel.bridge.dateAsTyped(typed) : typed;
        if (input.text !== text)
            input.text = text;
        root.sent = root.sent.concat([text]);
        root.viewModel.typed(root.key, text);
    }

    // Touch opens the on-screen keyboard at once; with the tab key it opens on Return.
    function begin(): void {
        input.forceActiveFocus();
        root.wanted(input);
    }

    onValueChanged: {
        const at = root.sent.indexOf(root.value);
        if (at >= 0)
            root.sent = root.sent.slice(at + 1);
        else if (input.text !== root.value)
            input.text = root.value;
    }
    // On the page that is shown. One that comes is begun by its list, once the input has its kind and its text.
    onOpensChanged: {
        if (root.opens && root.created && !root.choice)
            root.begin();
    }
    Component.onCompleted: {
        input.text = root.value;
        root.created = true;
    }

    Column {
        id: writing

        readonly property bool unbreakable: true

        width: parent.width
        spacing: root.spacing

        Words {
            width: parent.width
            visible: !root.plain && !root.alone
            text: root.label
            size: Theme.technician ? Theme.textBody : Theme.textHeading
            font.bold: true
            lineHeight: 1.0
        }

        Words {
            width: parent.width
            visible: root.hint !== "" && !root.plain
            text: root.hint
            color: Theme.grey
        }

        Rectangle {
            id: box

            width: parent.width
            visible: !root.choice
            height: Math.max(Theme.mm(root.plain ? 28 : (root.alone ? 46 : Theme.technician ? 27 : 32) * (1 + 1.3 * Theme.spread)), Theme.target, input.implicitHeight + Theme.mm(Theme.technician ? 4 : 9), before.implicitHeight + Theme.mm(7), cells.visible ? cells.height + Theme.mm(7) : 0)
            radius: Theme.radius
            color: Theme.paper
            border.width: input.activeFocus || root.plain || root.wrong !== "" ? Theme.line * 1.5 : Theme.line
            border.color: root.wrong !== "" ? Theme.attention : input.activeFocus || root.plain ? Theme.blue : Theme.outline

            Rectangle {
                anchors.fill: parent
                anchors.margins: -Theme.mm(1.2)
                visible: input.activeFocus
                radius: parent.radius + Theme.mm(1.2)
                color: "transparent"
                border.width: Theme.line * 2
                border.color: Theme.attention
            }

            Icon {
                id: magnifier

                visible: root.plain
                anchors.verticalCenter: parent.verticalCenter
                anchors.left: parent.left
                anchors.leftMargin: Theme.mm(6)
                size: Theme.mm(10)
                name: "search"
            }

            PlainInput {
                id: input

                objectName: root.key
                kind: root.kind
                maxPoints: root.maxLength
                visible: !root.choice
                anchors.verticalCenter: parent.verticalCenter
                anchors.left: parent.left
                anchors.leftMargin: root.plain ? Theme.mm(20) : Theme.mm(7)
                anchors.right: parent.right
                anchors.rightMargin: Theme.mm(7)
                height: Math.max(implicitHeight, Theme.target)
                verticalAlignment: TextInput.AlignVCenter
                font.pixelSize: root.plain ? Theme.textValue : Math.max(28, Theme.px(root.alone && !root.covered && input.text.length < 12 ? 15 : 11))
                color: root.covered || root.dated || root.grouped ? "transparent" : Theme.ink
                // Qt counts UTF-16 code units (two for 𠮷); the on-screen keyboard and the form count code points.
                maximumLength: 2 * root.maxLength
                wrapMode: TextInput.Wrap
                Accessible.name: root.speech
                onTextEdited: root.edited(input.text)
                onChangedByKey: root.edited(input.text)
                onBegun: root.begin()
            }

            Letters {
                id: before

                visible: input.text === "" && root.plain
                anchors.verticalCenter: parent.verticalCenter
                anchors.left: input.left
                anchors.right: input.right
                text: root.plain ? root.hint : ""
                color: Theme.grey
                lineHeight: 1.0
            }

            Loader {
                id: cells

                anchors.verticalCenter: parent.verticalCenter
                anchors.left: input.left
                active: root.dated
                visible: active && !root.covered
                sourceComponent: DateCells {
                    day: input.text
                    chrome: root.viewModel.chrome
                    size: Math.max(28, Theme.px(11.5))
                    active: input.activeFocus
                }
            }

            Loader {
                anchors.verticalCenter: parent.verticalCenter
                anchors.left: input.left
                active: root.grouped
                visible: active && !root.covered
                sourceComponent: DigitGroups {
                    digits: root.secret ? "•".repeat(input.text.length) : input.text
                    groups: root.groups
                    length: root.length
                    room: input.width
                    active: input.activeFocus
                }
            }

            Loader {
                anchors.verticalCenter: parent.verticalCenter
                anchors.left: input.left
                anchors.right: input.right
                active: root.covered
                sourceComponent: Letters {
                    text: root.stars(input.text)
                    size: input.font.pixelSize
                }
            }

            TapHandler {
                onTapped: root.begin()
            }
        }

        Loader {
            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(2)
            active: root.length > 0 && input.text !== "" && root.missing > 0 && root.wrong === ""
            visible: active
            sourceComponent: Words {
                text: (root.viewModel.chrome["digits-left"] ?? "").replace("{number}", root.missing)
                color: Theme.grey
            }
        }

        Loader {
            anchors.left: parent.left
            active: root.source !== ""
            visible: active
            sourceComponent: Row {
                spacing: Theme.mm(1.5)

                Icon {
                    id: tick

                    anchors.verticalCenter: parent.verticalCenter
                    name: "check"
                    size: Theme.textSmall
                    color: Theme.done
                }

                Words {
                    width: Math.min(implicitWidth, writing.width - tick.width - Theme.mm(2))
                    text: root.source
                    size: Theme.textSmall
                    color: Theme.done
                }
            }
        }

        Loader {
            anchors.left: parent.left
            active: root.wrong !== ""
            visible: active
            sourceComponent: Row {
                spacing: Theme.mm(2)

                Icon {
                    id: sign

                    name: "alert"
                    size: Theme.textBody * 1.2
                    color: Theme.attention
                }

                Words {
                    width: Math.min(implicitWidth, writing.width - sign.width - Theme.mm(3))
                    text: root.wrong
                    Accessible.role: Accessible.AlertMessage
                    color: Theme.attention
                    font.bold: true
                }
            }
        }
    }

    Loader {
        width: parent.width
        active: root.choice
        visible: active
        sourceComponent: FieldAnswers {
            field: root
        }
    }
}
