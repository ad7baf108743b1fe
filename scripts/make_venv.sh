#!/bin/sh
# make_venv.sh PYTHON FOLDER: a virtual environment, or a plain sentence about what is missing.
set -eu
python=$1
venv=$2

command -v "$python" >/dev/null || {
    echo "Hittar inte $python. Installera Python 3.11 eller nyare, eller ange en: make run PYTHON=python3.12" >&2
    exit 1
}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 eller nyare behövs, men $python är $("$python" -V 2>&1). Ange en nyare: make run PYTHON=python3.12" >&2
    exit 1
}
rm -rf "$venv"
"$python" -m venv "$venv" >/dev/null || {
    rm -rf "$venv"
    echo "Kunde inte skapa $venv. På Debian och Ubuntu saknas oftast paketet python3-venv: sudo apt install python3-venv" >&2
    exit 1
}
