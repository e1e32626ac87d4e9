import QtQuick
import "../components"

// The cabinet is the page: where the card goes.
StandardPage {
    guidanceShare: 0.5
}
