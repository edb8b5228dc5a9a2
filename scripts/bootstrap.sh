#!/bin/sh
# Makes .venv from uv.lock: `sh scripts/bootstrap.sh run` with what the product needs, `dev` with the tools as well.
# Nothing outside this folder is touched. Done before and nothing changed since: it ends at once.
#
# PYTHON=/path/to/python3 chooses the Python; otherwise the first 3.12 or newer in the usual places is taken.
set -eu
umask 022
cd "$(dirname "$0")/.."
here=$(pwd)
wanted=${1:-run}
log=var/tools/install.log

stop() { # one line: what is wrong and what to do
    printf '%s\n' "$*" >&2
    exit 2
}

state() { # changes when the lock file, the project, or the folder it stands in changes
    { cksum uv.lock pyproject.toml; printf '%s\n' "$here"; } | cksum
}

good() { # a Python that can run Polder: new enough, with TLS and a recent SQLite
    [ -n "$1" ] && "$1" -c '
import sqlite3, ssl, sys
sys.exit(not (sys.version_info >= (3, 12) and sqlite3.sqlite_version_info >= (3, 37)))' >/dev/null 2>&1
}

up_to_date() { [ -x .venv/bin/polder ] && [ "$(cat ".venv/.polder-$1" 2>/dev/null)" = "$now" ] && good .venv/bin/python; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        given=$(command -v "$PYTHON" 2>/dev/null || true)
        good "$given" || stop "PYTHON=$PYTHON is no Python 3.12 or newer with ssl and sqlite3 (SQLite 3.37 or newer). Choose another one."
        printf '%s\n' "$given"
        return
    fi
    for name in python3.13 python3.14 python3.12 python3; do
        found=$(command -v "$name" 2>/dev/null || true)
        if good "$found"; then
            printf '%s\n' "$found"
            return
        fi
    done
    home=${HOME:-/nonexistent}
    # Where pyenv lives when HOME is another than the one it was installed in: its own word, else the PATH that leads to it.
    pyenv=${PYENV_ROOT:-$(printf '%s\n' "$PATH" | tr ':' '\n' | sed -n 's|^\(/.*\.pyenv\)/.*|\1|p' | head -n 1)}
    for version in 3.13 3.14 3.12; do
        for found in \
            "$home"/.pyenv/versions/"$version"*/bin/python3 \
            "${pyenv:-/nonexistent}"/versions/"$version"*/bin/python3 \
            "$home"/.local/share/uv/python/*-"$version"*/bin/python3 \
            "$home"/.asdf/installs/python/"$version"*/bin/python3 \
            "$home"/.local/share/mise/installs/python/"$version"*/bin/python3 \
            /opt/homebrew/bin/python"$version" /opt/homebrew/opt/python@"$version"/bin/python"$version" \
            /usr/local/bin/python"$version" /usr/local/opt/python@"$version"/bin/python"$version" \
            /usr/bin/python"$version" /opt/local/bin/python"$version" \
            /Library/Frameworks/Python.framework/Versions/"$version"/bin/python3; do
            if [ -x "$found" ] && good "$found"; then
                printf '%s\n' "$found"
                return
            fi
        done
    done
    case $(uname -s) in
    Darwin) remedy="brew install python@3.13" ;;
    *) remedy="sudo apt install python3.13, or pyenv install 3.13" ;;
    esac
    stop "No Python 3.12 or newer was found (with ssl and SQLite 3.37 or newer). Install one, for example: $remedy. One that stands elsewhere: make demo PYTHON=/path/to/python3"
}

works() { # a uv that starts and knows dependency groups
    case $("$1" --version 2>/dev/null) in
    "uv 0.0."* | "uv 0.1."* | "uv 0.2."* | "uv 0.3."* | "uv 0.4."*) return 1 ;;
    "uv "*) return 0 ;;
    *) return 1 ;;
    esac
}

private_uv() { # uv by pip in a venv of its own; uv itself runs on any Python 3, so the default one may do
    for maker in "$python" python3; do
        command -v "$maker" >/dev/null 2>&1 || continue
        rm -rf var/tools/uv
        if ! "$maker" -m venv var/tools/uv >>"$log" 2>&1; then
            # Debian keeps ensurepip in another package; a pip that is there already can fill a venv without it.
            rm -rf var/tools/uv
            "$maker" -m venv --without-pip var/tools/uv >>"$log" 2>&1 || continue
            "$maker" -m pip --python var/tools/uv/bin/python --version >>"$log" 2>&1 || continue
            PIP_USER=0 "$maker" -m pip --python var/tools/uv/bin/python install --quiet uv >>"$log" 2>&1 || no_packages
            return
        fi
        PIP_USER=0 var/tools/uv/bin/python -m pip install --quiet --disable-pip-version-check uv >>"$log" 2>&1 || no_packages
        return
    done
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    stop "uv is missing, and Python $version cannot make a venv to install it in. Mend it with: sudo apt install python$version-venv (or install uv yourself)"
}

no_packages() {
    if grep -qiE 'no space left|disk quota' "$log"; then
        stop "The disk is full: make room in $here and run this again."
    elif grep -qi 'certificate' "$log"; then
        stop "The package index shows a certificate that this machine does not trust: set SSL_CERT_FILE to your organisation's and run this again (details: $log)."
    elif grep -qiE 'dns|resolve host|resolution|connect|network|timed? ?out|offline|unreachable|fetch|matching distribution' "$log"; then
        stop "The packages could not be fetched: check the network or your proxy settings and run this again (details: $log)."
    fi
    stop "The packages could not be installed: $(grep -iE 'error' "$log" | tail -n 1 | cut -c 1-300) (details: $log)."
}

[ -f uv.lock ] && [ -f pyproject.toml ] || stop "$here is not a whole checkout of Polder: uv.lock or pyproject.toml is missing. Clone it again."
now=$(state)
has_uv() { command -v uv >/dev/null 2>&1 || [ -x var/tools/uv/bin/uv ]; }
if up_to_date dev && { [ "$wanted" = run ] || has_uv; } || { [ "$wanted" = run ] && up_to_date run; }; then
    exit 0
fi
[ -f .venv/.polder-dev ] && wanted=dev # what is there is kept up to date, not taken away

mkdir -p var/tools 2>/dev/null && touch "$log" 2>/dev/null && [ -w . ] ||
    stop "Cannot write in $here: make the folder yours (sudo chown -R \"\$(id -un)\" \"$here\") or clone Polder to a folder of yours."
: >"$log"
if good .venv/bin/python; then
    python=$here/.venv/bin/python
else
    python=$(find_python)
    rm -rf .venv # left by another Python, or half made
fi

uv=$(command -v uv 2>/dev/null || true)
if [ -z "$uv" ] || ! works "$uv"; then
    uv=var/tools/uv/bin/uv
    if ! works "$uv"; then
        printf '%s\n' "Getting uv, which installs the packages ..." >&2
        private_uv
    fi
fi

printf '%s\n' "Installing the packages of uv.lock (the first time takes a minute) ..." >&2
# Without a home that can be written to, uv keeps its cache here.
if [ -z "${HOME:-}" ] || ! mkdir -p "$HOME" 2>/dev/null || [ ! -w "$HOME" ]; then
    export UV_CACHE_DIR="$here/var/tools/cache"
fi
groups=--no-dev
[ "$wanted" = dev ] && groups=--dev
export UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv
export UV_COMPILE_BYTECODE=1 # a few seconds now instead of at every start, also where Python may not write it later
unset VIRTUAL_ENV PYTHONHOME PYTHONPATH
rm -f .venv/.polder-run .venv/.polder-dev
install() { "$uv" sync --locked --no-progress $groups --python "$python" >>"$log" 2>&1; }
if ! install; then
    # Behind a proxy that looks inside TLS only the system's own list of authorities has the right one.
    grep -qi 'certificate' "$log" || no_packages
    : >"$log"
    export UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1
    install || no_packages
fi
.venv/bin/python -m compileall -q src >>"$log" 2>&1 || true # as above; what it cannot compile is told by whoever imports it
printf '%s\n' "$now" >".venv/.polder-$wanted"
