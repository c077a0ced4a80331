"""Workflows as people write them, with what the rules complain about."""

from __future__ import annotations

from typing import Final

WORKFLOWS: Final = {
    "all-in-one": """\
name: Train and deploy
on:
  push:
    branches: [develop]
  workflow_dispatch:

permissions: write-all

env:
  API_TOKEN: tok-1234567890abcdef

jobs:
  # everything in one go
  pipeline:
    runs-on: self-hosted
    steps:
      - uses: actions/checkout@v3
      - uses: actions/setup-python@v4
        with:
          python-version: '3.10'
      - run: pip install -r requirements.txt
      - name: Get the data
        run: aws s3 cp s3://bucket/data.csv data.csv
      - name: Train
        run: |
          python src/train.py --data data.csv
      - name: Evaluate
        continue-on-error: true
        run: python src/evaluate.py   # no limit yet
      - name: Ship it
        uses: octo/kube-deploy@main
        with:
          manifests: k8s/
""",
    "three-jobs": """\
# Three jobs, as many do it
on: [push, pull_request]
jobs:

  train:
    name: "Train (${{ matrix.model }})"
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        model: [a, b]   # two of them
    steps:
    - uses: actions/checkout@v4
    - name: Train model
      id: fit
      run: python src/train.py --model ${{ matrix.model }}

  evaluate:
    needs: train
    if: always()
    runs-on: ubuntu-latest
    steps:
    - uses: actions/checkout@v4
    - run: python src/evaluate.py --min-accuracy 0.9

  deploy:
    needs: [evaluate]
    if: ${{ always() }}
    runs-on: ubuntu-latest
    environment:
      name: production
      url: https://models.example.org
    steps:
    - uses: actions/checkout@v4
    - uses: docker/build-push-action@v6
      with: {push: true, tags: "ghcr.io/octo/model:latest"}
    - run: kubectl apply -f k8s/
""",
    "watch": """\
name: watch
'on':
    schedule:
        - cron: "0 3 1 * *"
jobs:
    drift:
        runs-on: ubuntu-22.04
        steps:
            - uses: actions/checkout@v4
            - run: >-
                python src/drift.py
                --reference data/train.csv
    again:
        needs: drift
        runs-on: ubuntu-22.04
        steps:
            - run: gh workflow run train.yml
""",
    "release": """\
name: Release
on:
  pull_request_target:
  workflow_dispatch:
    inputs:
      tag: {type: string}
jobs:
  test:
    runs-on: ubuntu-latest
    permissions: write-all
    steps:
      - uses: actions/checkout@v4
      - run: pytest || true
  train:
    needs: test
    runs-on: [self-hosted, gpu]
    steps:
      - uses: actions/checkout@v4
      - name: Fit
        env:
          DB_PASSWORD: hunter2-is-secret
        run: jupyter nbconvert --execute notebooks/train.ipynb
      - uses: actions/upload-artifact@v4
        with: {name: model, path: model.pkl}
  deploy:
    needs: [test, train]
    runs-on: ubuntu-latest
    if: github.ref == 'refs/heads/develop'
    steps:
      - uses: actions/download-artifact@v4
        with: {name: model}
      - run: scp model.pkl ${{ inputs.tag }}@server:/models/
""",
}
