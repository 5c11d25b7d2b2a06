#!/bin/sh
# Make what the other targets of the Makefile stand on, where it is missing or out of date:
#   .venv          Python packages, as locked in requirements.txt, and cnnnotes itself, editable
#   node_modules   what the site takes from npm, as locked in package-lock.json
# Each part keeps the key of what it was made from, written last. While a part is being made its key is gone and a mark
# says so: an interrupted set-up starts anew, a finished one costs milliseconds.
set -eu
cd -P "$(dirname "$0")/.."

venv=.venv
python=$venv/bin/python
own=$PWD/$venv/bin: # at the head of PATH under make, and where .venv is activated
log=$venv/setup.log
unfinished=$venv/unfinished
lock=.setup-lock
started=$(date +%s)
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USER=0

say() { printf '%s\n' "$*"; }

fail() {
  printf '\nSet-up stopped: %s\n' "$1" >&2
  shift
  for line; do say "  $line" >&2; done
  exit 1
}

# --- one set-up at a time, though `make serve` and `make test` may start in two terminals -------------------------------

take_lock() {
  waited=0
  until ln -s $$ $lock 2>/dev/null; do
    other=$(readlink $lock || true)
    if [ -n "$other" ] && kill -0 "$other" 2>/dev/null; then
      [ $waited -gt 0 ] || say "Another set-up is at work here (process $other): waiting for it."
      [ $waited -lt 900 ] || fail "the other set-up takes too long." "If there is none, remove $lock and try again."
      waited=$((waited + 1))
      sleep 1
    else
      rm -f $lock
    fi
  done
  trap 'rm -f $lock' EXIT
  trap 'exit 130' INT TERM HUP
}

# --- Python ---------------------------------------------------------------------------------------------------------------

version() { "$1" --version 2>/dev/null; }

is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# PYTHON=… asks for a version; without it the .venv that is there will do.
is_wanted() { [ -z "${PYTHON:-}" ] || [ "$(version "$PYTHON")" = "$(version $python)" ]; }

choose_python() {
  while [ "${PATH#"$own"}" != "$PATH" ]; do PATH=${PATH#"$own"}; done
  if [ -n "${PYTHON:-}" ]; then
    is_recent "$PYTHON" || fail "PYTHON=$PYTHON is not a Python 3.11 or newer." "It says: $("$PYTHON" --version 2>&1 || true)"
    return
  fi
  for PYTHON in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if is_recent "$PYTHON"; then return; fi
  done
  found=$(python3 --version 2>&1) || found="no python3"
  fail "Python 3.11 or newer is needed, and here is $found." \
    "Install one: Debian or Ubuntu  sudo apt-get install python3 python3-venv" \
    "             macOS             brew install python" \
    "             elsewhere         https://www.python.org/downloads/" \
    "or say where it is:            make ${GOAL:-serve} PYTHON=/path/to/python3.11"
}

make_venv() {
  choose_python
  "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "$PYTHON comes without venv and ensurepip, as Debian and Ubuntu ship it." \
      "Install them: sudo apt-get install python3-venv" \
      "(for a Python other than the system's, python3.X-venv; X is $("$PYTHON" -c 'import sys; print(sys.version_info[1])'))"
  say "Making .venv with $("$PYTHON" --version) (about 5 seconds)."
  rm -rf $venv
  mkdir $venv
  : >$unfinished
  "$PYTHON" -m venv $venv || fail "$PYTHON could not make a virtual environment in .venv." "What it says stands above."
}

# pip with few words: large downloads and a count now and then; all of it goes to the log
pip_install() {
  total=$(grep -c '^[a-z]' requirements.txt)
  count=0
  { "$python" -m pip install --progress-bar off "$@" 2>&1 && say 'exit 0' || say 'exit 1'; } | while IFS= read -r line; do
    printf '%s\n' "$line" >>$log
    case $line in
    'exit 0') exit 0 ;;
    'exit 1') exit 1 ;;
    Collecting*)
      count=$((count + 1))
      [ $((count % 20)) -ne 0 ] || say "  $count of about $total packages"
      ;;
    *Downloading*[0-9][0-9].[0-9]\ MB*)
      line=${line##*Downloading }
      say "  downloading ${line%%-*} ${line##* (}" | tr -d '()'
      ;;
    'Installing collected packages'*) [ $count -eq 0 ] || say "  unpacking" ;;
    *Retrying*) say "  no answer from the package index, trying again" ;;
    esac
  done && return
  printf '\nThe end of %s:\n' $log >&2
  grep -v '^exit 1$' $log | tail -n 6 | cut -c 1-300 | sed 's/^/  | /' >&2
  if grep -q 'DO NOT MATCH THE HASHES' $log; then
    fail "a package is not the one that requirements.txt was locked with." \
      "Try again; if it stays, the index serves other files: do not go on without knowing why."
  elif grep -q 'No space left' $log; then
    fail "the disk is full." "About 1 GB is needed here and in the home folder's caches."
  elif grep -qE 'Retrying|No matching distribution|ConnectionError|timed out' $log; then
    fail "the package index could not be reached, or has no package for this system." \
      "Online? Behind a proxy, set HTTPS_PROXY; with a mirror, PIP_INDEX_URL. Then run the same command again."
  fi
  fail "pip could not install the packages." "All it said: $log"
}

packages_key() { say "$(version $python) $(cksum <requirements.txt) $PWD"; }

packages() {
  [ ! -e $unfinished ] || { say "The last set-up was interrupted: starting .venv anew." && rm -rf $venv; }
  case $(cat $venv/packages.key 2>/dev/null) in
  '' | *" $PWD") ;;
  *) say "This folder was moved: making .venv anew." && rm -rf $venv ;;
  esac
  is_wanted && is_recent $python && "$python" -m pip --version >/dev/null 2>&1 || make_venv
  : >$unfinished
  rm -f $venv/packages.key $log
  key=$(packages_key)
  say "Installing the Python packages of requirements.txt (the first time 200 MB, usually a minute or two)."
  pip_install --require-hashes -r requirements.txt
  say "$key" >$venv/packages.key
  rm -f $unfinished
}

project_key() { say "$(cksum <pyproject.toml) $(packages_key)"; }

project() {
  rm -f $venv/project.key
  key=$(project_key)
  say "Installing cnnnotes itself, editable (about 5 seconds)."
  pip_install --no-deps --no-build-isolation --editable .
  say "$key" >$venv/project.key
}

# --- Node -----------------------------------------------------------------------------------------------------------------

node_key() { cat package.json package-lock.json | cksum; }

node() {
  key=$(node_key)
  say "Installing KaTeX, Pretendard and the type checker with npm into node_modules (about 20 seconds)."
  rm -f node_modules/key
  PATH=$PWD/$venv/bin:$PATH npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >$log 2>&1 || {
    tail -n 12 $log | cut -c 1-300 | sed 's/^/  | /' >&2
    fail "npm could not install what package-lock.json names." \
      "Online? Behind a proxy, set HTTPS_PROXY. Then run the same command again."
  }
  say "$key" >node_modules/key
}

# --------------------------------------------------------------------------------------------------------------------------

holds() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

is_ready() {
  [ ! -e $unfinished ] && is_wanted && holds $venv/packages.key "$(packages_key)" && holds $venv/project.key "$(project_key)" &&
    holds node_modules/key "$(node_key)"
}

! is_ready || exit 0
take_lock
[ ! -e $unfinished ] && is_wanted && holds $venv/packages.key "$(packages_key)" || packages
holds $venv/project.key "$(project_key)" || project
holds node_modules/key "$(node_key)" || node
is_ready || fail "requirements.txt, pyproject.toml or package-lock.json changed meanwhile." "Run the same command again."
say "Set up in $(($(date +%s) - started)) seconds."
