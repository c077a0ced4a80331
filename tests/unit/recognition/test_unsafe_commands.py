"""Unsafe commands and parts that can move: what is found, with its line, and what is not."""

from __future__ import annotations

import pytest

from designer.errors import ResourceError
from designer.recognition.hazards.book import load_hazards
from designer.recognition.hazards.finder import HazardFinder, load_finder
from designer.recognition.hazards.hazard import Hazard


@pytest.fixture(scope="module")
def finder() -> HazardFinder:
    return load_finder()


def found(finder: HazardFinder, command: str = "", **facts: object) -> list[Hazard]:
    return list(finder.find({"command": command, **facts}))


FOUND = {
    "code_from_the_net": [
        "curl -sSL https://acme.io/i.sh | bash",
        "curl -sSL https://acme.io/i.sh | sudo -E bash -s -- --yes",
        "wget -qO- https://acme.io/i.sh | tee i.sh | sh",
        "set -e; cd x && curl https://acme.io/i.py | python3 -",
        'bash -c "$(curl -fsSL https://acme.io/i.sh)"',
        "source <(curl -s https://acme.io/env.sh)",
        'eval "$(wget -qO- https://acme.io/env.sh)"',
        "irm https://acme.io/i.ps1 | iex",
        "ssh bot@acme.io 'curl https://acme.io/i.sh | sh' && bash -c 'curl x.acme.io/a | sh'",
    ],
    "unencrypted_remote": [
        "wget http://data.acme.io/x.csv",
        "git clone http://git.acme.io/churn.git",
        "pip install --index-url http://pypi.acme.io/simple churn==1",
        "mlflow server --backend-store-uri sqlite:///x --artifacts-destination http://10.0.0.7/a",
        "python train.py --tracking-uri http://mlflow.acme.io:5000",
        "dvc remote add -d store http://store.acme.io/dvc",
    ],
    "certificate_checks_off": [
        "curl -k https://api.acme.io",
        "curl -sSLk https://api.acme.io",
        "curl --insecure https://api.acme.io",
        "wget --no-check-certificate https://data.acme.io/x",
        "git -c http.sslVerify=false clone https://git.acme.io/x",
        "pip install --trusted-host pypi.acme.io churn==1",
        "kubectl --insecure-skip-tls-verify apply -f k8s",
        "aws s3 cp a s3://b --no-verify-ssl",
        "ssh -i key -o StrictHostKeyChecking=no me@acme.io 'systemctl restart churn'",
        'rsync -az -e "ssh -o StrictHostKeyChecking=no" ./ me@acme.io:/srv',
        "conda config --set ssl_verify false",
        'python -c "import requests; requests.get(u, verify=False)"',
    ],
    "copied_release": [
        "scp -r model.pkl bot@acme.io:/srv/model",
        "scp model.pkl $HOST:/srv/model",
        'scp -i key model.pkl "${{ secrets.USER }}@${{ secrets.HOST }}:/srv"',
        "rsync -avz --delete build/ bot@acme.io:/srv",
        "sshpass -p $P rsync -a x rsync://acme.io/srv",
        "sftp bot@acme.io <<EOF\nput model.pkl\nEOF",
        "lftp -e 'mirror -R build /srv; quit' ftp.acme.io",
        "curl -T model.pkl ftp://ftp.acme.io/srv/",
        "docker save churn:1 | ssh bot@acme.io docker load",
        "docker save churn:1 | gzip | ssh bot@acme.io 'gunzip | docker load'",
    ],
    "loose_install": [
        "pip install pandas",
        ".venv/bin/pip install pandas",
        "python -m pip install 'scikit-learn>=1.2'",
        "pip install -U pandas==2.* numpy",
        "uv pip install torch",
        "sudo pip3 install mlflow[extras]",
        "poetry run pip install lightgbm",
        "pip install git+https://github.com/acme/x@main",
        "pip install -e git+https://github.com/acme/x@main#egg=x",
        "conda install -y -c conda-forge lightgbm",
        "conda create -n x python=3.11 pandas",
    ],
    "floating_image": [
        "docker run --rm -v $PWD:/w -w /w python python train.py",
        "docker pull pytorch/pytorch:latest",
        "podman run -e A=b docker.io/library/node:latest node x",
        "cat > Dockerfile <<EOF\nFROM python:latest\nCOPY . .\nEOF",
    ],
    "latest_tag": ["kubectl set image deploy/x x=acme/churn:latest", "helm upgrade x . --set image.tag=latest"],
    "notebook_by_hand": ["jupyter notebook", "jupyter lab --port 8888", "poetry run jupyter-lab train.ipynb"],
    "notebook_run": ["jupyter nbconvert --to notebook --execute a.ipynb", "papermill a.ipynb b.ipynb -p x 1"],
    "writable_by_all": ["chmod 777 x", "sudo chmod -R 0777 /srv", "chmod a+rwx x", "chmod o+w x"],
    "test_for_training": ["python train.py --train data/test.csv", "python train.py --train-data=split/x_test.parquet"],
    "training_for_test": ["python eval.py --test data/train.csv", "python eval.py --eval-file split/train_set.jsonl"],
}


@pytest.mark.parametrize(("kind", "command"), [(k, c) for k, commands in FOUND.items() for c in commands])
def test_it_is_found(finder: HazardFinder, kind: str, command: str) -> None:
    assert kind in {h.kind for h in found(finder, command)}


CLEAN = {
    "code_from_the_net": [
        "curl https://acme.io/x.json | jq .",
        "curl https://acme.io/x | python -m json.tool",
        "curl https://acme.io/x | python3 -c 'import sys; print(sys.stdin.read())'",
        "curl https://acme.io/x | python parse.py",
        "curl https://acme.io/x | bash parse.sh",
        "curl https://acme.io/x -o i.sh; bash i.sh",
        "echo 'curl https://acme.io/i.sh | sh'",
        "# curl https://acme.io/i.sh | sh",
        "curl https://acme.io/x | tar xz | sh",
        "curl https://acme.io || bash x.sh",
    ],
    "unencrypted_remote": [
        "curl http://localhost:8000/health",
        "curl http://127.0.0.1:8000 http://[::1]:80 http://169.254.169.254/latest/meta-data",
        "curl http://model:8080/predict",
        "curl http://churn.models.svc.cluster.local/predict",
        "curl -x http://proxy.acme.io:3128 https://acme.io",
        "echo http://acme.io",
        "python make.py --schema http://www.w3.org/2001/XMLSchema",
        "grep http://acme.io x.txt",
    ],
    "certificate_checks_off": [
        "curl -K config https://acme.io",
        "curl -k https://localhost:8443",
        "curl --keepalive-time 2 https://acme.io",
        "pip install --trusted-host localhost churn==1",
        "python check.py --verify=true",
        "python -c 'requests.get(u, verify=True)'",
        "kubectl --insecure-skip-tls-verify=false get pods",
        "ssh -o StrictHostKeyChecking=accept-new me@acme.io uptime",
        "ssh -o StrictHostKeyChecking=yes me@acme.io uptime",
    ],
    "copied_release": [
        "scp bot@acme.io:/srv/model.pkl .",
        "rsync -a build/ dist/",
        "rsync -a bot@acme.io:/srv/ build/",
        "cp model.pkl /srv",
        "docker save churn:1 | gzip > churn.tgz",
        "echo scp x bot@acme.io:/srv",
    ],
    "loose_install": [
        "pip install -r requirements.txt",
        "pip install -r requirements.txt pandas",
        "pip install -c constraints.txt pandas",
        "pip install -e .",
        "python -m pip install --user -e python",
        "pip install . ./libs/x dist/*.whl x.whl",
        "pip install --upgrade pip setuptools wheel",
        "pip install pandas==2.2.3 'numpy==1.26.4' torch===2.4.0",
        "pip install $PACKAGES ${{ matrix.package }}",
        f"pip install git+https://github.com/acme/x@{'a1b2' * 10}",
        "pip install --require-hashes -r lock.txt",
        "conda install numpy=1.26 pandas=2.2.3=py311_0",
        "conda env create -f environment.yml",
        "echo pip install pandas",
        "uv sync --frozen",
        "pip install --index-url https://pypi.acme.io churn==1 > log.txt",
    ],
    "floating_image": [
        "docker run python:3.11-slim python train.py",
        "docker run churn python train.py",
        "docker run $IMAGE",
        f"docker run python@sha256:{'a1b2' * 16}",
        "docker build -t python .",
        "python -c 'from redis import Redis'",
        "cat > Dockerfile <<EOF\nFROM python:3.11 AS python\nFROM python\nEOF",
    ],
    "latest_tag": ["echo latest", "dvc get x@latest-model", "docker pull x:latest-gpu"],
    "notebook_by_hand": [
        "jupyter nbconvert --to html a.ipynb",
        "jupyter --version",
        "jupyter lab build",
        "pip list | grep jupyter",
    ],
    "notebook_run": ["jupyter nbconvert --to html a.ipynb", "pip install papermill==2.6", "papermill --version"],
    "writable_by_all": ["chmod +x run.sh", "chmod 755 x", "chmod g+w x", "python x.py --port 777"],
    "test_for_training": [
        "python train.py --train data/train.csv --test data/test.csv",
        "python train.py --train tests/fixtures/train.csv",
        "python train.py data/test.csv",
        "python train.py --train-test-split 0.2",
        "python train.py --training-data data/contest.csv",
    ],
    "training_for_test": [
        "python eval.py --test data/test.csv --train data/train.csv",
        "python eval.py --model train.pkl",
    ],
}


@pytest.mark.parametrize(("kind", "command"), [(k, c) for k, commands in CLEAN.items() for c in commands])
def test_what_only_looks_like_it_is_left_alone(finder: HazardFinder, kind: str, command: str) -> None:
    assert kind not in {h.kind for h in found(finder, command)}


def test_lines_are_those_of_the_script_across_continued_lines_and_here_documents(finder: HazardFinder) -> None:
    script = "set -e\ncat <<EOF\na\nb\nEOF\npip install \\\n  numpy==1.2 \\\n  pandas\nchmod 777 x\n"
    assert [(h.kind, h.line) for h in found(finder, script)] == [("loose_install", 8), ("writable_by_all", 9)]


@pytest.mark.parametrize(
    ("variables", "kind"),
    [
        ({"GIT_SSL_NO_VERIFY": "true"}, "certificate_checks_off"),
        ({"NODE_TLS_REJECT_UNAUTHORIZED": 0}, "certificate_checks_off"),
        ({"PIP_TRUSTED_HOST": "pypi.acme.io"}, "certificate_checks_off"),
        ({"MLFLOW_TRACKING_URI": "http://mlflow.acme.io"}, "unencrypted_remote"),
        ({"TRAIN_DATA": "data/test.csv"}, "test_for_training"),
        ({"MLFLOW_TRACKING_URI": "http://localhost:5000"}, None),
        ({"HTTPS_PROXY": "http://proxy.acme.io"}, None),
        ({"GIT_SSL_NO_VERIFY": "false"}, None),
        ({"PIP_TRUSTED_HOST": "localhost"}, None),
        ({"HOMEPAGE": "http://acme.io"}, None),
    ],
)
def test_variables_are_judged_by_name_and_value(finder: HazardFinder, variables: object, kind: str | None) -> None:
    assert [h.kind for h in found(finder, variables=variables)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("action", "kinds"),
    [
        ("acme/train@v1", ["floating_action"]),
        ("docker://python:latest", ["floating_image"]),
        ("appleboy/scp-action@v0.1", ["copied_release", "floating_action"]),
        ("acme/train@" + "a1b2" * 10, []),
        ("actions/checkout@v4", []),
        ("./.github/actions/train", []),
        ("docker://python:3.11", []),
        ("${{ matrix.action }}", []),
    ],
)
def test_actions_are_judged_by_their_reference(finder: HazardFinder, action: str, kinds: list[str]) -> None:
    assert sorted(h.kind for h in finder.find({"action": action})) == kinds


def test_scripts_that_an_action_runs_are_read_too(finder: HazardFinder) -> None:
    (hazard,) = finder.find({"action": "actions/x@v1", "inputs": {"script": "ls\nchmod 777 x"}})
    assert (hazard.place, hazard.line) == ("inputs.script", 2)


@pytest.mark.parametrize(
    "facts", [{}, {"command": 3}, {"variables": ["a"]}, {"inputs": {"a": {"b": "c"}}}, {"action": ""}]
)
def test_nonsense_shows_nothing(finder: HazardFinder, facts: dict[str, object]) -> None:
    assert finder.find(facts) == ()


def test_a_wrong_data_file_is_refused_with_the_entry(tmp_path: object) -> None:
    from pathlib import Path

    from designer.resources import resource

    text = resource("hazards.yaml").read_text(encoding="utf-8")
    file = Path(str(tmp_path)) / "hazards.yaml"
    file.write_text(text.replace("program: chmod, where:", "programs: chmod, where:"), encoding="utf-8")
    with pytest.raises(ResourceError, match="'programs' is not known in the entry 'world-writable'"):
        load_hazards(file)
    with pytest.raises(ResourceError, match="cannot be read"):
        load_hazards(file.with_name("nothing.yaml"))
