"""Mermaid flowcharts: boxes and arrows in a few lines of text (https://mermaid.js.org/syntax/flowchart.html)."""

from designer.targets.mermaid.importer import MermaidFlowcharts

IMPORTER = MermaidFlowcharts()
