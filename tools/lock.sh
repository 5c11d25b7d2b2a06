#!/bin/sh
# Write requirements.txt and package-lock.json: sh tools/lock.sh [--upgrade]
# What is locked stays as it is unless pyproject.toml or package.json ask for something else, or --upgrade is given.
# uv, which locks for every system and Python at once, lives in a folder that is gone afterwards.
set -eu
cd "$(dirname "$0")/.."
sh tools/setup.sh
export PATH="$PWD/.venv/bin:$PATH"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP

echo "Fetching uv (about 10 seconds)."
python -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --disable-pip-version-check --quiet uv

echo "Locking the Python packages."
"$folder/venv/bin/uv" pip compile pyproject.toml --extra site --extra test --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
  --quiet --output-file requirements.txt "$@"

echo "Locking the npm packages."
if [ "${1:-}" = --upgrade ]; then rm -f package-lock.json; fi
npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error

git --no-pager diff --stat -- requirements.txt package-lock.json
echo "Locked. 'make test' installs what changed."
