pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import QtQuick.Controls.Basic
import Yike.Bridge

// The rehearsal strip: hands, switches, the phone and the slip, beside the citizen's page. For testers, on a desktop.
Window {
    id: root

    required property Strip strip

    visible: true
    width: 380
    height: 900
    color: "#f2f2f2"
    title: root.strip.chrome["title"] ?? ""

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
                text: root.strip.chrome["people"] ?? ""
            }

            Flow {
                width: parent.width
                spacing: 6

                Repeater {
                    model: root.strip.people

                    Button {
                        required property var modelData

                        text: modelData.name
                        objectName: "strip:" + modelData.id
                        onClicked: root.strip.put(modelData.id)
                    }
                }
            }

            Flow {
                width: parent.width
                spacing: 6

                Button {
                    text: root.strip.chrome["lift"] ?? ""
                    enabled: root.strip.cardThere
                    objectName: "strip:lift"
                    onClicked: root.strip.lift()
                }

                Button {
                    text: root.strip.chrome["take"] ?? ""
                    enabled: root.strip.waiting
                    objectName: "strip:take"
                    onClicked: root.strip.take()
                }
            }

            Heading {
                text: root.strip.chrome["switches"] ?? ""
            }

            Flow {
                width: parent.width
                spacing: 6

                Repeater {
                    model: root.strip.switches

                    Button {
                        required property var modelData

                        text: modelData.label
                        highlighted: modelData.on
                        objectName: "strip:" + modelData.id
                        onClicked: root.strip.turn(modelData.id)
                    }
                }
            }

            Heading {
                text: root.strip.chrome["phone"] ?? ""
            }

            Repeater {
                model: root.strip.phone

                Label {
                    required property string modelData

                    width: root.width - 24
                    text: modelData
                    wrapMode: Text.Wrap
                }
            }

            Label {
                visible: root.strip.phone.length === 0
                text: root.strip.chrome["no-message"] ?? ""
                color: "#5b667a"
            }

            Heading {
                text: root.strip.chrome["slip"] ?? ""
            }

            Label {
                visible: root.strip.slip === ""
                text: root.strip.chrome["no-slip"] ?? ""
                color: "#5b667a"
            }

            Image {
                width: root.width - 24
                visible: root.strip.slip !== ""
                source: root.strip.slip
                fillMode: Image.PreserveAspectFit
            }
        }
    }
}
