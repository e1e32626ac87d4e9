import QtQml
import Yike.Bridge

// The current view as QML properties. The bridge sends changed groups; all single values are read from the groups in
// QML, because a binding that calls into Python would wait for the interpreter lock. A property notifies only if its value
// changed.
QtObject {
    id: root

    required property Bridge bridge
    // The lists of the page.
    required property RowLists lists
    // False while the page that has this model is hidden: the view is that of another page.
    property bool live: true

    // File name of the page. "Starting" needs no messages and is shown before the first view.
    property string scaffold: "Starting"
    // Incremented at every page change and at nothing else.
    property int pageSerial: 0
    // Incremented when a visit is over.
    property int visitSerial: 0
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
            "asksOne": false,
            "steps": [],
            "step": -1,
            "part": 0,
            "parts": 1,
            "asks": false,
            "guidance": {},
            "staff": "",
            "tabs": []
        })
    property var traits: ({
            "area": "",
            "startsVisit": false,
            "many": false,
            "choicesFirst": false,
            "tallChoices": false,
            "smallChoices": false,
            "pairedChoices": false,
            "wideFirst": false,
            "faces": false,
            "largeRows": false,
            "cabinetFirst": false,
            "cabinetLeastMm": 120,
            "statusBar": false,
            "actionBar": false,
            "modeStrip": false,
            "readFirst": false,
            "kept": false,
            "isHelp": false
        })
    property var actions: ({
            "left": {},
            "middle": {},
            "right": {}
        })
    // A surface to write on; {} where the page has none.
    property var pad: ({})
    property var overlays: ({
            "countdown": {},
            "curtain": false
        })
    property var modes: ({
            "elder": false,
            "contrast": false,
            "dark": false,
            "low": false,
            "voice": false,
            "offersModes": false
        })
    property var shell: ({
            "language": "",
            "mirrored": false,
            "voiced": false,
            "chrome": {},
            "mark": ""
        })

    readonly property var screen: root.bridge.screen
    readonly property QtObject blocks: root.lists.blocks
    readonly property QtObject choices: root.lists.choices
    readonly property QtObject fields: root.lists.fields

    readonly property string pageId: root.state.pageId
    readonly property string title: root.state.title
    readonly property string lead: root.state.lead
    readonly property string icon: root.state.icon
    readonly property string tone: root.state.tone
    // The head of the page has the colour of what happened.
    readonly property bool tinted: root.tone !== "plain"
    readonly property string where: root.state.where
    readonly property list<string> wrong: root.state.wrong
    // The page has one field: what is wrong is said there.
    readonly property bool asksOne: root.state.asksOne
    readonly property list<string> steps: root.state.steps
    readonly property int step: root.state.step
    // Page within the step, from 0, of how many.
    readonly property int part: root.state.part
    readonly property int parts: root.state.parts
    // The pages of the step are questions.
    readonly property bool asks: root.state.asks
    readonly property var guidance: root.state.guidance
    readonly property string staff: root.state.staff
    readonly property var tabs: root.state.tabs

    // "technician": the pages of staff, with a layout and colours of their own.
    readonly property string area: root.traits.area
    // A visit begins here, at any touch.
    readonly property bool startsVisit: root.traits.startsVisit
    readonly property bool many: root.traits.many
    readonly property bool choicesFirst: root.traits.choicesFirst
    readonly property bool tallChoices: root.traits.tallChoices
    readonly property bool smallChoices: root.traits.smallChoices
    readonly property bool pairedChoices: root.traits.pairedChoices
    readonly property bool wideFirst: root.traits.wideFirst
    readonly property bool faces: root.traits.faces
    readonly property bool largeRows: root.traits.largeRows
    readonly property bool cabinetFirst: root.traits.cabinetFirst
    readonly property real cabinetLeastMm: root.traits.cabinetLeastMm
    readonly property bool statusBar: root.traits.statusBar
    readonly property bool actionBar: root.traits.actionBar
    readonly property bool modeStrip: root.traits.modeStrip
    readonly property bool readFirst: root.traits.readFirst
    readonly property bool isHelp: root.traits.isHelp
    // Within a visit the page's file is hidden, not unloaded.
    readonly property bool kept: root.traits.kept

    readonly property var left: root.actions.left
    readonly property var middle: root.actions.middle
    readonly property var right: root.actions.right

    readonly property var countdown: root.overlays.countdown
    readonly property bool curtain: root.overlays.curtain

    readonly property bool elder: root.modes.elder
    readonly property bool contrast: root.modes.contrast
    readonly property bool dark: root.modes.dark
    readonly property bool low: root.modes.low
    readonly property bool voice: root.modes.voice
    readonly property bool offersModes: root.modes.offersModes

    readonly property string language: root.shell.language
    // Written from right to left: the layout is mirrored.
    readonly property bool mirrored: root.shell.mirrored
    // Pages can be read aloud here, in this language.
    readonly property bool speaks: (root.screen.speaks ?? false) && root.shell.voiced
    readonly property string mark: root.shell.mark
    readonly property var chrome: root.shell.chrome

    // Emitted when all properties and rows of a view are set, and after later changes of layout.
    signal layoutDue

    // Emit layoutDue once in the next event loop pass, however often this is called. The callback belongs to this object
    // because pages may be destroyed before it runs.
    function requestLayout(): void {
        Qt.callLater(root.layoutDue);
    }

    readonly property Connections connections: Connections {
        target: root.bridge
        enabled: root.live

        function onUpdated(values: var): void {
            for (const name in values)
                root[name] = values[name];
        }

        function onChanged(): void {
            root.layoutDue();
        }
    }

    // Take over what another model has, for a page that is shown again.
    function follow(other: var): void {
        for (const name of ["state", "traits", "actions", "pad", "overlays", "modes", "shell", "pageSerial", "time", "blank"])
            root[name] = other[name];
    }

    function touch(key: string): void {
        root.bridge.touch(key);
    }

    // x, y and milliseconds of a stroke in turn, and the width of its pad.
    function drawn(key: string, numbers: var, widthMm: int): void {
        root.bridge.drawn(key, numbers, widthMm);
    }

    function typed(key: string, text: string): void {
        root.bridge.typed(key, text);
    }
}
