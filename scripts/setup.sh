#!/bin/sh
# Installs everything the project needs on Debian 12: Debian packages by name, Python packages by hash. Idempotent.
#   scripts/setup.sh terminal  for a terminal in service
#   scripts/setup.sh rehearsal also the packages of the sandbox, the platform of rehearsals
#   scripts/setup.sh develop   also for checks and tests
#   scripts/setup.sh proofs    also third-party programs that prove our simulators (best effort: what fails is reported)
set -eu
cd "$(dirname "$0")/.."
what=${1:-terminal}

say() { printf '%s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

RUN_PACKAGES="python3.11-venv libglib2.0-0 libgl1 libegl1 libdbus-1-3 libfontconfig1 libxkbcommon0 libgssapi-krb5-2
  libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
  fonts-noto-cjk
  espeak-ng alsa-utils
  librime1 rime-data-pinyin-simp rime-data-stroke rime-prelude rime-essay"

missing_packages() {
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
  done
}

install_packages() {
  missing=$(missing_packages "$@")
  [ -z "$missing" ] && return 0
  command -v apt-get >/dev/null || fail "these Debian packages are missing and this is no Debian: $missing"
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "run as root or install sudo, or install these yourself: apt-get install $missing"
    as_root=sudo
  fi
  say "installing Debian packages: $missing"
  log=$(mktemp)
  if ! { $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1
  then
    tail -5 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# Install without starting services: Debian's invoke-rc.d asks policy-rc.d before it starts one; 101 forbids it.
install_without_services() {
  policy=/usr/sbin/policy-rc.d
  if [ -z "$(missing_packages "$@")" ] || [ -e "$policy" ]; then install_packages "$@"; return; fi
  root=""
  [ "$(id -u)" -eq 0 ] || root=sudo
  trap '$root rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' | $root tee "$policy" >/dev/null && $root chmod +x "$policy"
  installed=0
  install_packages "$@" || installed=1
  $root rm -f "$policy"
  trap - EXIT
  return "$installed"
}

make_venv() {
  requirements=$1
  stamp=.venv/.stamp-$(basename "$requirements" .txt)
  python=$(command -v python3.11) || fail "python3.11 is missing: apt-get install python3.11"
  if [ ! -x .venv/bin/python ]; then
    say "making .venv"
    "$python" -m venv .venv || fail "python3.11 cannot make a virtual environment: apt-get install python3.11-venv"
  fi
  want=$(sha256sum "$requirements" | cut -d' ' -f1)
  [ "$(cat "$stamp" 2>/dev/null || true)" = "$want" ] && return 0
  say "installing Python packages of $requirements (up to 400 MB, a minute or two)"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements" ||
    fail "Python packages could not be installed; check the network to the package index and run again"
  printf '%s' "$want" >"$stamp"
}

deploy_rime() {
  .venv/bin/python -m ui.keyboard current build/rime && return 0
  say "preparing the Chinese keyboard"
  .venv/bin/python -m ui.keyboard deploy build/rime || fail "the Chinese keyboard's data could not be prepared"
}

# A host of receipt printers from npm, by hash, in build/; nothing of it is run while it is installed.
install_receiptio() {
  cmp -s tests/devices/receipt_printer/receiptio/package-lock.json build/receiptio/package-lock.json &&
    [ -f build/receiptio/node_modules/receiptio/bin/cli.js ] && return 0
  command -v node >/dev/null && command -v npm >/dev/null || return 1
  say "installing receiptio"
  mkdir -p build/receiptio && cp tests/devices/receipt_printer/receiptio/package*.json build/receiptio/ &&
    (cd build/receiptio && npm ci --ignore-scripts --no-audit --no-fund --silent)
}

# shellcheck disable=SC2086
install_packages $RUN_PACKAGES || fail "Debian packages could not be installed; check the package mirror and run again"
case $what in
  terminal) make_venv requirements.txt ;;
  rehearsal) make_venv requirements-rehearsal.txt ;;
  develop | proofs) make_venv requirements-dev.txt ;;
  *) fail "unknown part '$what': terminal, rehearsal, develop or proofs" ;;
esac
deploy_rime
[ "$what" = proofs ] && { install_packages xvfb xauth dbus dbus-x11 at-spi2-core python3-pyatspi gir1.2-atspi-2.0 ||
  say "xvfb or pyatspi is missing: the proofs on a real X screen will be listed as skipped"; }
[ "$what" = proofs ] && { install_packages fiu-utils ||
  say "fiu-utils is missing: the proof on a failing disk will be listed as skipped"; }
[ "$what" = proofs ] && { install_packages poppler-utils ||
  say "poppler-utils is missing: the proofs of certificates by another reader will be listed as skipped"; }
[ "$what" = proofs ] && { install_without_services postgresql ||
  say "postgresql is missing: the proofs on a second database will be listed as skipped"; }
[ "$what" = proofs ] && { install_without_services cups-ipp-utils dbus ||
  say "cups-ipp-utils is missing: the proofs with a printer that is not ours will be listed as skipped"; }
[ "$what" = proofs ] && { install_without_services sane-utils sane-airscan ||
  say "sane-utils or sane-airscan is missing: the proofs with scanners that are not ours will be listed as skipped"; }
[ "$what" = proofs ] && { install_without_services nut-server ||
  say "nut-server is missing: the proofs with a supply of power that is not ours will be listed as skipped"; }
[ "$what" = proofs ] && { install_without_services pulseaudio libasound2-plugins ||
  say "pulseaudio is missing: the proof with a sound card that is not ours will be listed as skipped"; }
[ "$what" = proofs ] && { install_without_services pcscd vsmartcard-vpcd libpcsclite1 iproute2 util-linux ||
  say "pcscd or vsmartcard-vpcd is missing: the proofs with a card reader that is not ours will be listed as skipped"; }
[ "$what" = proofs ] && { install_packages chromium ||
  say "chromium is missing: the proofs of the phone's page in a real browser will be listed as skipped"; }
[ "$what" = proofs ] && { install_receiptio ||
  say "node, npm or receiptio is missing: the proofs with a host that is not ours will be listed as skipped"; }
exit 0
