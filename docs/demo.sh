#!/bin/sh
# The main job, on a copy of the shipped workspace: check, read, code, undo, count. `make demo` runs it.
set -eu
PATH="$1:$PATH"
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cp -R data taxonomy docs/example-report.pdf "$here"
cd "$here"
export SCR_CODER=demo

step() {
    printf '\n\033[1m$ %s\033[0m\n' "$*"
    "$@"
}

step scr check
step scr findings jn15-learning-review 3
step scr taxonomy show C02
step scr tag jn15-learning-review 3 C02 --polarity advice
step scr tag jn15-learning-review 3 D07 --secondary --why unclear
step scr undo jn15-learning-review
step scr import example-report.pdf --id example --no-prompt
step scr findings example 2.4
step scr status
step scr table areas
step scr table crosstab --rows area --cols review_type --layer expert
printf '\nThat was a copy of the shipped workspace; nothing of it is kept.\nTry it yourself: .venv/bin/scr taxonomy show\n'
