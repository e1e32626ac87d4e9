pragma ComponentBehavior: Bound

import QtQuick

// A drawing by the name that a view gives: slip-…, card-… and locker-… with their fate, and away, closed, trouble, search, phone, keypad.
// An unknown name draws nothing.
Loader {
    id: root

    required property string picture
    property string tone: "plain"
    readonly property string fate: root.picture.split("-")[1] ?? ""
    readonly property var components: ({
            "slip": slip,
            "card": card,
            "away": away,
            "closed": closed,
            "trouble": trouble,
            "search": search,
            "phone": phone,
            "keypad": keypad,
            "locker": locker
        })

    sourceComponent: root.components[root.picture.split("-")[0]] ?? null

    Component {
        id: slip

        SlipPicture {
            fate: root.fate
            tone: root.tone
        }
    }

    Component {
        id: card

        CardPicture {
            fate: root.fate
        }
    }

    Component {
        id: locker

        LockerPicture {
            fate: root.fate
            tone: root.tone
        }
    }

    Component {
        id: away

        AwayPicture {}
    }

    Component {
        id: closed

        ClosedPicture {}
    }

    Component {
        id: trouble

        TroublePicture {}
    }

    Component {
        id: search

        SearchPicture {}
    }

    Component {
        id: phone

        PhonePicture {}
    }

    Component {
        id: keypad

        KeypadPicture {}
    }
}
