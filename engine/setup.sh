# What the run scripts and the package script share: installing Debian packages and building. Sourced, not run.

# Each is in the README with the reason why.
build_packages=(
    g++ cmake ninja-build ccache
    libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
    libsqlite3-dev libssl-dev libsodium-dev liboath-dev libfido2-dev libcjose-dev libjansson-dev libcurl4-openssl-dev libtcmalloc-minimal4
    libtomlplusplus-dev libhowardhinnant-date-dev libcli11-dev libspdlog-dev prometheus-cpp-dev
    zlib1g-dev libbz2-dev libexpat1-dev libicu-dev libprotozero-dev
    libmosquitto-dev libosip2-dev libpugixml-dev
    nodejs npm
    pkg-config libxlsxwriter-dev libpango1.0-dev libcairo2-dev libqrencode-dev fonts-noto-cjk
)
package_packages=(dpkg-dev file python3 gzip xz-utils)
test_packages=(
    clang clang-format clang-tidy libclang-rt-14-dev libgtest-dev librapidcheck-dev liblemon-dev
    nodejs npm chromium curl faketime git mmdebstrap sqlite3 python3 python3-yaml poppler-utils zbar-tools libical-dev
    lintian systemd systemd-container
    mosquitto mosquitto-clients sip-tester kamailio baresip-core apache2-bin
)
bench_packages=(
    libbenchmark-dev libsimdjson-dev librapidcheck-dev liblemon-dev libhiredis-dev libpq-dev
    nodejs npm python3 mosquitto mosquitto-clients kamailio
)
routes_packages=(routino osmium-tool)
peer_packages=(redis-server postgresql-15 postgresql-15-postgis-3)

# One cache for all checkouts of a machine, and for systems that share it: what is compiled is the
# same wherever it lies, and a compiler is known by what it says of itself, not by its date.
export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1 CCACHE_COMPILERCHECK='%compiler% -v'
# By the headers that the compiler names: nothing is preprocessed twice, and a precompiled header is
# read once, not for each unit. Without the sloppinesses nothing that uses one would be kept, nor one
# that CMake has just written.
export CCACHE_DEPEND=1 CCACHE_INODECACHE=1 \
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime

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
        apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# configure PRESET [-DOPTION=VALUE...]: what was turned on once stays on in that build folder.
# Several sources are one unit for the compiler (muster_units in CMakeLists.txt), but for the preset
# clang: there clang-tidy looks at each source by itself.
configure() {
    local preset=$1 log units=ON
    shift
    [ "$preset" != clang ] || units=OFF
    log=$(mktemp)
    (cd "$top" && cmake --preset "$preset" -DMUSTER_UNITS=$units "$@" >"$log" 2>&1) || {
        cat "$log" >&2
        rm -f "$log"
        exit 1
    }
    rm -f "$log"
}

# Passes on what ninja says that is no progress, and of the progress a line every ten seconds: for a
# log, where a line that moves cannot be seen.
some_progress() {
    local line last=$SECONDS
    while IFS= read -r line; do
        case $line in
            '@ '*)
                [ $((SECONDS - last)) -ge 10 ] || continue
                last=$SECONDS
                say "  ${line#@ }"
                ;;
            *) say "$line" ;;
        esac
    done
}

# build PRESET TARGET...: builds what has been configured. One build of a folder at a time: a second
# one waits.
build() {
    local preset=$1 folder=$top/build/$1
    shift
    say "Building ($preset); from nothing this takes some minutes."
    exec {build_lock}>"$folder/.one-at-a-time"
    flock --nonblock "$build_lock" || {
        say "Another build of $folder is going on: waiting for its end."
        flock "$build_lock"
    }
    if [ -t 2 ]; then
        ninja -C "$folder" "$@" {build_lock}>&- >&2
    else
        NINJA_STATUS='@ %p done, %f of %t, %e s: ' ninja -C "$folder" "$@" {build_lock}>&- 2>&1 |
            some_progress
    fi
    exec {build_lock}>&-
}
