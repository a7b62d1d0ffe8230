# What the three run scripts share: installing Debian packages and building. Sourced, not run.

# Each is in the README with the reason why.
build_packages=(
    g++ cmake ninja-build ccache
    libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
    libsqlite3-dev libsimdjson-dev libssl-dev libtcmalloc-minimal4
    libtomlplusplus-dev libcli11-dev libspdlog-dev prometheus-cpp-dev
    zlib1g-dev libbz2-dev libexpat1-dev
)
test_packages=(
    clang clang-format clang-tidy libgtest-dev librapidcheck-dev liblemon-dev
    nodejs npm chromium fonts-noto-cjk curl faketime git sqlite3 python3
)
bench_packages=(
    libbenchmark-dev libgtest-dev librapidcheck-dev liblemon-dev nodejs npm python3
)
routes_packages=(routino osmium-tool)
peer_packages=(redis-server libhiredis-dev postgresql-15 postgresql-15-postgis-3 libpq-dev)

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say "Root rights are needed for: $*"
        say "Run it as root, or install sudo, and start again."
        exit 1
    fi
}

# A command that is there in another way than by its package (node, for example) counts as well.
have() {
    case $1 in
        nodejs) command -v node >/dev/null && return 0 ;;
        npm | curl | git | cmake | clang | sqlite3 | python3) command -v "$1" >/dev/null && return 0 ;;
        g++) command -v g++ >/dev/null && return 0 ;;
    esac
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install_packages WHY PACKAGE...: by apt, those that are missing.
install_packages() {
    local why=$1 missing=() package
    shift
    for package in "$@"; do have "$package" || missing+=("$package"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        say "These packages are needed $why: ${missing[*]}"
        say "This is not a Debian system; install what corresponds to them and start again."
        exit 1
    fi
    say "Installing ${missing[*]} ($why)."
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# build PRESET TARGET...: configures and builds; shows progress on a terminal only.
build() {
    local preset=$1 folder=$top/build/$1 log
    shift
    log=$(mktemp)
    say "Configuring and building ($preset); the first time takes some minutes."
    (cd "$top" && cmake --preset "$preset" >"$log" 2>&1) || {
        cat "$log" >&2
        exit 1
    }
    rm -f "$log"
    if [ -t 2 ]; then
        ninja -C "$folder" "$@" >&2
    else
        ninja -C "$folder" --quiet "$@" >&2
    fi
}
