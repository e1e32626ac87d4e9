# Commands for development. Each target runs its own set-up, which takes seconds once it is done.
PYTHON := .venv/bin/python
HAPPY := config/scenarios/happy_visit.toml

.PHONY: help run setup setup-rehearsal setup-dev setup-proofs test coverage mutation soak bench check gallery matrix format clean requirements

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: setup-rehearsal ## run the terminal in rehearsal; without a screen play a scripted visit
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(PYTHON) main.py --rehearsal; \
	else echo "no screen here: playing $(HAPPY)"; $(PYTHON) main.py --scenario $(HAPPY) --headless --out out/run; fi

setup: ## install what a terminal in service needs and nothing else: Debian packages, .venv, hashed requirements
	@scripts/setup.sh terminal

setup-rehearsal: ## install also what the sandbox needs, for rehearsal
	@scripts/setup.sh rehearsal

setup-dev: ## install what development needs: the above, checkers, the keyboard's data
	@scripts/setup.sh develop

setup-proofs: ## install what the third-party proofs need
	@scripts/setup.sh proofs

check: setup-dev ## check style, types, import contracts, QML, catalogue, scenarios, profiles
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	$(PYTHON) -m tests.house.qmllint
	$(PYTHON) -m kiosk.catalogue words config/languages
	$(PYTHON) -m kiosk.catalogue check config/services --languages config/languages
	$(PYTHON) -m kiosk.scenario check config/scenarios config/services
	$(PYTHON) -m kiosk.terminal check --rehearsal config/terminals

# worksteal: each worker takes its half in the order of the files, so that most fixtures of a module are set up once.
test: setup-proofs ## run every test; tests that cannot run here are listed at the end
	$(PYTHON) -m pytest -n 2 --dist worksteal -q

# Separate from `test`: coverage on Python 3.11 uses a trace function, too slow for tests with real-time limits.
coverage: setup-proofs ## measure the line coverage; fails under the floor in pyproject.toml
	@mkdir -p out
	$(PYTHON) -m coverage run -m pytest -q
	$(PYTHON) -m coverage report

mutation: setup-proofs ## twenty faults planted in a copy of the product, each with the test that catches it; see its --help
	nice $(PYTHON) -m scripts.mutation $(MUTATION)

soak: setup-proofs ## long runs: walks; the outbox cut at every write and killed 200 times; the contract fuzzed; every planted exception, slip, syllable and sentence; certificates with flipped bits; devices unplugged at every byte; 2000 visits with several troubles each
	HYPOTHESIS_PROFILE=soak YIKE_ITEMS=all $(PYTHON) -m pytest -q tests/kiosk/session/test_random_walks.py tests/shipped/test_random_walks.py \
	  tests/journeys/test_window_walks.py tests/kiosk/outbox/test_power.py tests/kiosk/outbox/test_settling.py tests/kiosk/outbox/test_killed.py \
	  tests/kiosk/outbox/test_never_lost_never_twice.py tests/kiosk/platform/test_contract_fuzz.py tests/ui/test_signature_pad.py
	YIKE_FLIPS=all YIKE_FRAMES=all $(PYTHON) -m pytest -q tests/kiosk/papers
	YIKE_PLACES=all $(PYTHON) -m pytest -q tests/journeys/test_nothing_dies_unseen.py
	YIKE_ITEMS=all $(PYTHON) -m pytest -q tests/shipped tests/journeys/test_scenarios.py tests/journeys/test_window.py tests/journeys/test_wipe.py \
	  tests/ui/test_atspi.py tests/kiosk/outbox/test_fiu.py
	YIKE_SLIPS=all $(PYTHON) -m pytest -q tests/kiosk/test_slips_on_paper.py
	YIKE_SYLLABLES=all $(PYTHON) -m pytest -q -s tests/ui/keyboard/test_name_characters.py
	YIKE_SENTENCES=all $(PYTHON) -m pytest -q tests/ui/test_pronounced.py
	YIKE_LINES=all $(PYTHON) -m pytest -q tests/devices/test_hostile_lines.py tests/devices/power/test_nut.py
	YIKE_CODES=all $(PYTHON) -m pytest -q tests/devices/code_scanner/test_hostile_line.py
	YIKE_IPP=all $(PYTHON) -m pytest -q tests/devices/document_printer/test_broken_lines.py
	YIKE_SCANS=all $(PYTHON) -m pytest -q tests/devices/document_scanner/test_broken_lines.py
	YIKE_CAMERA=all $(PYTHON) -m pytest -q tests/devices/camera/test_broken_lines.py
	YIKE_LINES=all $(PYTHON) -m pytest -q tests/devices/test_listening_devices.py
	YIKE_BOARDS=all $(PYTHON) -m pytest -q tests/devices/io_board/test_hostile_line.py
	YIKE_CARDS=all $(PYTHON) -m pytest -q tests/devices/card_reader/test_hostile_line.py
	YIKE_WHOM=all $(PYTHON) -m pytest -q tests/journeys/test_for_whom.py
	YIKE_PHONE=all $(PYTHON) -m pytest -q tests/kiosk/platform/test_relay_page.py
	$(PYTHON) -m tests.journeys.by_keys
	$(PYTHON) -m tests.journeys.evil_hour --visits 2000 --out out

bench: setup-dev ## measure, one line per figure; non-zero when one is over its budget
	$(PYTHON) -m tests.bench

gallery: setup-dev ## draw and audit every page in every look, language and size; pictures in out/gallery
	$(PYTHON) -m tests.ui.gallery out/gallery

matrix: setup-dev ## play every item and every kind of page with every misfortune; report in out/matrix
	$(PYTHON) -m kiosk.scenario matrix --out out/matrix

format: setup-dev ## apply ruff's formatting and safe fixes
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

requirements: setup-dev ## regenerate the hashed requirement files
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --no-emit-find-links --no-annotate -o requirements.txt pyproject.toml
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --no-emit-find-links --no-annotate --extra sandbox -c requirements.txt -o requirements-rehearsal.txt pyproject.toml
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --no-emit-find-links --no-annotate --extra sandbox --extra dev -c requirements-rehearsal.txt \
	  -o requirements-dev.txt pyproject.toml

clean: ## remove build output and caches; keeps .venv
	rm -rf build out .mypy_cache .ruff_cache .import_linter_cache .hypothesis
