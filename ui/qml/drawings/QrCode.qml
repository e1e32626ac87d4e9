import QtQuick
import Yike
Rectangle { property var modules: []; color: "white"; border.color: Theme.ink }
