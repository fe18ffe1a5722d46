#!/usr/bin/env bash
# Run once by Gradescope, as root, when it builds the image: the engine in an environment of its own.
# Apart from everything else because workers see the folder of Python, and nothing but that.
set -euo pipefail

root=${AUTOGRADER_ROOT:-/autograder}
source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# TensorFlow has no packages for later ones
usable() {
  "$1" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}

find_python() {
  local name
  for name in ${AUTOGRADER_BASE_PYTHON:-} python3.12 python3.11 python3.13 python3; do
    if usable "$name"; then
      echo "$name"
      return
    fi
  done
  return 1
}

if ! python=$(find_python); then
  # Ubuntu 22.04 has 3.10 and offers 3.11; later ones lack only venv
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq python3.11 python3.11-venv || apt-get install -y -qq python3 python3-venv
  python=$(find_python) || {
    echo "setup.sh: expected a Python from 3.11 to 3.13, found none; choose the base image Ubuntu 22.04 or later" >&2
    exit 1
  }
fi

"$python" -m venv --clear "$root/venv"
"$root/venv/bin/python" -m pip install --quiet --no-cache-dir --compile "$source/engine"
"$root/venv/bin/python" -P -m autograder --version
