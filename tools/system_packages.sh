#!/bin/sh
# Installs what the tests need besides Python packages: the Mosquitto broker with its
# clients, and the Chromium browser. Says so before it does, and starts no service.
# Called by `make deps`.
set -eu

policy=/usr/sbin/policy-rc.d
PATH="$PATH:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"

here() { command -v "$1" >/dev/null 2>&1; }

broker_is_here() { here mosquitto && here mosquitto_passwd && here mosquitto_pub; }
browser_is_here() { here chromium; }
complete() { broker_is_here && browser_is_here; }

missing() {
    broker_is_here || printf "%s " "$1"
    browser_is_here || printf "%s" "$2"
}

refuse() {
    echo "$1" >&2
    exit 1
}

# Debian starts a service once it is installed, unless this policy forbids it.
forbid_start() {
    [ -e "$policy" ] && return
    trap '$as_root rm -f "$policy"' EXIT
    trap 'exit 1' INT TERM
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
}

apt_install() {
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --quiet --no-install-recommends $packages
}

with_apt() {
    as_root=
    packages=$(missing "mosquitto mosquitto-clients" chromium)
    if [ "$(id -u)" != 0 ]; then
        here sudo || refuse "Installing needs root. As root: apt-get install $packages"
        as_root=sudo
    fi
    echo "Installing with apt-get: $packages (no service is started)" >&2
    forbid_start
    apt_install && return
    echo "The package lists may be old: apt-get update, then once more." >&2
    $as_root apt-get update --quiet
    apt_install
}

with_brew() {
    packages=$(missing mosquitto chromium)
    echo "Installing with brew: $packages (no service is started)" >&2
    # shellcheck disable=SC2086
    brew install $packages
}

if complete; then
    echo "System packages: Mosquitto and Chromium are here, nothing to install." >&2
elif here apt-get; then
    with_apt
elif here brew; then
    with_brew
else
    refuse "Neither apt-get nor brew is here. Install Mosquitto (the broker and its \
clients) and Chromium by your system's own means: https://mosquitto.org/download/"
fi
