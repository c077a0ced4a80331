"""What the tests of reports check: texts that try to break out of them, and a workflow of others."""

from __future__ import annotations

EVIL = "</script><script>alert(1)</script> =1+1 | `x` @all #1 ::error::no [a](javascript:b) ]]> %0A \\x01\\n-->&amp;"
HOSTILE = f"""\
pipeline: {{name: "{EVIL}", repo: false, description: "{EVIL}"}}
steps:
  train:
    kind: train
    title: "{EVIL}"
    command: "{EVIL}"
    tracked: false
    suppress: [{{code: REP005, as: accepted, reason: "=cmd|' /C calc'! {EVIL}", owner: "{EVIL}"}}]
  deploy: {{kind: deploy, title: "{EVIL}", method: copy}}
links: [train -> deploy]
notes:
  n: {{text: "{EVIL}"}}
"""
FLOW = """\
on: push
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Train
        run: python train.py
  deploy:
    needs: train
    runs-on: ubuntu-latest
    environment: production
    steps:
      - name: Deploy
        run: |
          kubectl apply -f model.yaml
"""
