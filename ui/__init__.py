"""The user interface: QML pages, on-screen keyboard, bridge and voice. The flow is decided in `kiosk`.

Start: `production` and `terminal_runner`, which run a terminal behind the window (`app`, `profile`), and `ending`. Qt
before its start and beside it: `environment`, `pyside_imports`, `qt_messages`, `uncaught`, `palm_rejection`,
`past_visit`. Views: `bridge`, `rows`, `block_parts`, `models`, and the images of `icons` (`icon_drawing`,
`icon_paths`), `sheets`, `viewfinder`. Voice: `voice` with its `keys` and `voice_commands`, `speech` on the
`loudspeaker`, `announcer` for screen readers. Sounds: `sounds`, `sound_cues`, `tones`. `stage` and `rehearsal` are for
scenarios, which find controls by `items`.
"""
