"""YAML texts as people write them at their worst, and ways to damage them."""

from __future__ import annotations

import random

NASTY_TEXTS = [
    """\
# top
name: CI   # trailing
on:
  push:
    branches: [ main, 'release/**' ]
  pull_request:
  schedule: [{cron: '0 3 * * *'}]

env: {A: 1, "B": two, C: }

jobs:
  # the build
  build:
    runs-on: ubuntu-latest # machine
    strategy:
      matrix: {python: [3.9, "3.10"], on: [yes, no]}
    steps:
    - uses: actions/checkout@v4 # v4.2.2
      # about with
      with:
        fetch-depth: 0
        # ref: main
    - name: Run
      run: |
        echo one

        echo two
          indented


    # belongs to test
    - run: >-
        folded text
        goes on

        and on
    - {name: short, run: echo "a b"}

  # the test
  test:
    needs: build
    if: ${{ always() }}
    steps:
      - run: 'echo ''quoted'''
      -   name: wide
          run: "a\\tb\\
            c"
""",
    """\
stages:
  prepare:
    cmd: python prepare.py
      --in a
      --out b
    deps:
    - a
    - src/prepare.py   # code

    outs:
    - b:
        cache: false
    -
      c:
        persist: true
  train:
    foreach: ${models}
    do:
      cmd: >
        python train.py
        --name ${item}
      params:
        - params.yaml:
            - lr
            - epochs
        - seed
      metrics: [m.json: {cache: false}]
vars: [params.yaml, {x: 1}]
""",
    """\
base: &base
  image: python
  tags: &tags [a, b]
one:
  <<: *base
  image: other
two:
  <<: [*base, {x: 1}]
  tags: *tags
words: &w text
again: [*w, *w]
deep: &d
- &i 1
- *i
- k: *d
""".replace("- k: *d\n", "- k: *w\n"),
    """\
a: 1
a: 2
b:
  c: x
  c: y
? explicit
: value
? long
: - 1
  - 2
"q k": 'v'
'on': on
empty:
nothing: ~
list:
  - - 1
    - 2
  -
    - 3
  - []
  - {}
  - k:
  - null
number: 0x1F
time: 12:30
octal: 0777
float: 1e3
tagged: !!str 3
anchored: &x !!int 4
""",
    "keep: |+\n  a\n\n\nstrip: |-\n  b\n\n\nind: |2\n    c\n   d\n\nfold: >+2\n\n  e\n   f\n\nlast: |\n  g\n  h",
    "- a\n- b: 1\n  c: 2\n# tail\n- [x,\n   y, # why\n   z]\n- {p: 1,\n   q: [2, 3],}\n-\n# end\n",
    'flow: [\n  a,\n  b, # two\n\n  c\n]\nmap: {\n  x: 1,\n  y: {z: [1]},\n}\nstr: "x\n  y"\nplain: x\n  y\n',
    '---\n# doc\nx: 1\ny:\n- 1\n\n\n\nz: {a, b: , "c":1}\n...\n',
    "word\n",
    "[a, b]",
    "",
    "# only a comment\n",
]
PIECES = [
    *"\n \t:-#,[]{}&*!|>'\"%@`?~=<",
    *[
        "\r\n",
        "\r",
        "  ",
        ": ",
        "- ",
        " #",
        "# c\n",
        "\n\n",
        "|\n",
        ">-\n",
        "&a ",
        "*a",
        "<<: ",
        "!!str ",
        "---\n",
        "...\n",
    ],
    *[
        "on",
        "yes",
        "null",
        "3.10",
        "012",
        "é",
        "😀",
        "\ufeff",
        "\x85",
        "\u2028",
        "a: b",
        "[x, y]",
        "{k: v}",
        "''",
        '""',
    ],
]


def damaged(rng: random.Random, text: str) -> str:
    """A text with some changes, often none."""
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3, 6))):
        text = rng.choice((_piece, _piece, _cut, _line_swapped, _line_again, _line_gone, _indented, _ends))(rng, text)
    return text


def _piece(rng: random.Random, text: str) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(PIECES) + text[at:]


def _cut(rng: random.Random, text: str) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + text[at + rng.randint(1, 4) :]


def _line_swapped(rng: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "".join(lines)


def _line_again(rng: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(lines))
    return "".join(lines)


def _line_gone(rng: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    del lines[rng.randrange(len(lines))]
    return "".join(lines)


def _indented(rng: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    first = rng.randrange(len(lines))
    less = rng.random() < 0.5
    for index in range(first, min(len(lines), first + rng.randint(1, 5))):
        lines[index] = lines[index].removeprefix(" ") if less else " " + lines[index]
    return "".join(lines)


def _ends(rng: random.Random, text: str) -> str:
    choice = rng.randrange(5)
    if choice == 0:
        return text.rstrip("\n")
    if choice == 1:
        return text.replace("\n", "\r\n")
    if choice == 2:
        return "".join(rng.choice(("\n", "\r\n")).join(pair) for pair in [text.split("\n", 1)] if len(pair) > 1) or text
    if choice == 3:
        return "\ufeff" + text
    return text.replace("\n", " \n", rng.randint(1, 5))
