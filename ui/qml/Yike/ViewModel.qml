import QtQml
import Yike.Bridge

// The view that is shown, as QML reads it. The bridge tells what is new, group by group; everything else is read out of
// the groups here, where nobody waits for the interpreter. A property tells of a change only when its value changed.
QtObject {
    id: root

    required property Bridge bridge

    // The page's file; before the first view the one that needs no words.
    property string scaffold: "Starting"
    // Counts the pages shown: it changes when another page comes, and only then.
    property int arrivals: 0
    property string time: ""
    property bool blank: false
    property var state: ({
            "pageId": "",
            "title": "",
            "lead": "",
            "icon": "",
            "tone": "plain",
            "where": "",
            "wrong": [],
            "steps": [],
            "step": -1,
            "guidance": {}
        })
    property var traits: ({
            "many": false,
            "choicesFirst": false,
            "tallChoices": false,
            "smallChoices": false,
            "largeRows": false,
            "cabinetFirst": false,
            "cabinetLeastMm": 120,
            "statusBar": false,
            "actionBar": false,
            "modeStrip": false,
            "isHelp": false
        })
    property var acts: ({
            "left": {},
            "middle": {},
            "right": {}
        })
    property var over: ({
            "countdown": {},
            "curtain": false
        })
    property var modes: ({
            "elder": false,
            "contrast": false,
            "low": false,
            "voice": false,
            "visiting": false
        })
    property var own: ({
            "language": "",
            "mirrored": false,
            "voiced": false,
            "chrome": {},
            "mark": ""
        })

    readonly property var screen: root.bridge.screen
    readonly property QtObject blocks: root.bridge.blocks
    readonly property QtObject choices: root.bridge.choices
    readonly property QtObject fields: root.bridge.fields

    readonly property string pageId: root.state.pageId
    readonly property string title: root.state.title
    readonly property string lead: root.state.lead
    readonly property string icon: root.state.icon
    readonly property string tone: root.state.tone
    readonly property string where: root.state.where
    readonly property list<string> wrong: root.state.wrong
    readonly property list<string> steps: root.state.steps
    readonly property int step: root.state.step
    readonly property var guidance: root.state.guidance

    readonly property bool many: root.traits.many
    readonly property bool choicesFirst: root.traits.choicesFirst
    readonly property bool tallChoices: root.traits.tallChoices
    readonly property bool smallChoices: root.traits.smallChoices
    readonly property bool largeRows: root.traits.largeRows
    readonly property bool cabinetFirst: root.traits.cabinetFirst
    readonly property real cabinetLeastMm: root.traits.cabinetLeastMm
    readonly property bool statusBar: root.traits.statusBar
    readonly property bool actionBar: root.traits.actionBar
    readonly property bool modeStrip: root.traits.modeStrip
    readonly property bool isHelp: root.traits.isHelp

    readonly property var left: root.acts.left
    readonly property var middle: root.acts.middle
    readonly property var right: root.acts.right

    readonly property var countdown: root.over.countdown
    readonly property bool curtain: root.over.curtain

    readonly property bool elder: root.modes.elder
    readonly property bool contrast: root.modes.contrast
    readonly property bool low: root.modes.low
    readonly property bool voice: root.modes.voice
    readonly property bool visiting: root.modes.visiting

    readonly property string language: root.own.language
    // Written from right to left: the layout is mirrored.
    readonly property bool mirrored: root.own.mirrored
    // Pages can be read aloud here, in this language.
    readonly property bool speaks: (root.screen.speaks ?? false) && root.own.voiced
    readonly property string mark: root.own.mark
    readonly property var chrome: root.own.chrome

    // Everything of a view is here, its rows too; or something that was laid out by it changed.
    signal complete

    // Once, however often it was asked for: by way of this object, which outlives every page.
    function completeLater(): void {
        Qt.callLater(root.complete);
    }

    readonly property Connections hearing: Connections {
        target: root.bridge

        function onTold(news: var): void {
            for (const name in news)
                root[name] = news[name];
        }

        function onChanged(): void {
            root.complete();
        }
    }

    function touch(key: string): void {
        root.bridge.touch(key);
    }

    function typed(key: string, text: string): void {
        root.bridge.typed(key, text);
    }
}
