pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import QtQuick.Controls.Basic
import Yike.Bridge

// Control panel of a rehearsal: cards, device faults, text messages and printed slips, beside the citizen's window.
Window {
    id: root

    required property ControlPanel panel

    visible: true
    width: 380
    height: 900
    color: "#f2f2f2"
    title: root.panel.chrome["title"] ?? ""

    component Heading: Label {
        font.bold: true
        font.pixelSize: 15
        color: "#14213d"
        topPadding: 8
    }

    ScrollView {
        anchors.fill: parent
        anchors.margins: 12
        contentWidth: availableWidth

        Column {
            width: root.width - 24
            spacing: 6

            Heading {
                text: root.panel.chrome["people"] ?? ""
            }

            Flow {
                width: parent.width
                spacing: 6

                Repeater {
                    model: root.panel.people

                    Button {
                        required property var modelData

                        text: modelData.name
                        objectName: "panel:" + modelData.id
                        onClicked: root.panel.put(modelData.id)
                    }
                }
            }

            Flow {
                width: parent.width
                spacing: 6

                Button {
                    text: root.panel.chrome["lift"] ?? ""
                    enabled: root.panel.cardThere
                    objectName: "panel:lift"
                    onClicked: root.panel.lift()
                }

                Button {
                    text: root.panel.chrome["take"] ?? ""
                    enabled: root.panel.waiting
                    objectName: "panel:take"
                    onClicked: root.panel.take()
                }
            }

            Heading {
                visible: root.panel.codes.length > 0
                text: root.panel.chrome["codes"] ?? ""
            }

            Flow {
                width: parent.width
                spacing: 6
                visible: root.panel.codes.length > 0

                Repeater {
                    model: root.panel.codes

                    Button {
                        required property var modelData

                        text: modelData.label
                        enabled: modelData.enabled
                        objectName: "panel:code-" + modelData.id
                        onClicked: root.panel.hold(modelData.id)
                    }
                }

                Button {
                    text: root.panel.chrome["code-away"] ?? ""
                    objectName: "panel:code-away"
                    onClicked: root.panel.take_code_away()
                }

                TextField {
                    id: codeText

                    width: 220
                    placeholderText: root.panel.chrome["code-text"] ?? ""
                    objectName: "panel:code-text"
                    onAccepted: root.panel.hold_text(codeText.text)
                }

                Button {
                    text: root.panel.chrome["code-hold"] ?? ""
                    objectName: "panel:code-hold"
                    onClicked: root.panel.hold_text(codeText.text)
                }
            }

            Heading {
                text: root.panel.chrome["switches"] ?? ""
            }

            Flow {
                width: parent.width
                spacing: 6

                Repeater {
                    model: root.panel.switches

                    Button {
                        required property var modelData

                        text: modelData.label
                        highlighted: modelData.on
                        objectName: "panel:" + modelData.id
                        onClicked: root.panel.toggle(modelData.id)
                    }
                }
            }

            Heading {
                text: root.panel.chrome["phone"] ?? ""
            }

            Repeater {
                model: root.panel.phone

                Label {
                    required property string modelData

                    width: root.width - 24
                    text: modelData
                    wrapMode: Text.Wrap
                }
            }

            Label {
                visible: root.panel.phone.length === 0
                text: root.panel.chrome["no-message"] ?? ""
                color: "#5b667a"
            }

            Heading {
                text: root.panel.chrome["slip"] ?? ""
            }

            Label {
                visible: root.panel.slip === ""
                text: root.panel.chrome["no-slip"] ?? ""
                color: "#5b667a"
            }

            Image {
                width: root.width - 24
                visible: root.panel.slip !== ""
                source: root.panel.slip
                fillMode: Image.PreserveAspectFit
            }
        }
    }
}
