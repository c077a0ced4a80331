"""Literal credentials are found and masked; what only looks like one is left alone."""

from __future__ import annotations

import pytest

from designer.recognition.hazards.book import load_hazards
from designer.recognition.hazards.finder import HazardFinder, load_finder
from designer.recognition.hazards.hazard import CREDENTIAL, Hazard
from tests.unit.recognition.made_up_credentials import ALL, HEX, KEY_LINES, MIXED, SHAPES


@pytest.fixture(scope="module")
def finder() -> HazardFinder:
    return load_finder()


def credentials(finder: HazardFinder, **facts: object) -> list[Hazard]:
    return [h for h in finder.find(facts) if h.kind == CREDENTIAL]


@pytest.mark.parametrize("signal", SHAPES)
@pytest.mark.parametrize("text", ["tool --auth {}", "export THING={}\ntool", "# {}", "tool '{}'", 'f("{}")'])
def test_a_credential_is_known_by_its_shape_wherever_it_stands(finder: HazardFinder, signal: str, text: str) -> None:
    secret = SHAPES[signal]
    (found,) = credentials(finder, command=text.format(secret))
    assert found.match.signal == signal
    assert secret not in found.text
    assert found.text.count("********") == 1


NAMED = [
    f"export API_KEY={MIXED}",
    f"WANDB_API_KEY={HEX} python train.py",
    f"tool --token {MIXED}",
    f"tool --api-key={HEX}",
    f"aws configure set aws_secret_access_key {MIXED}+/aB3xY7z",
    f"python -c \"connect(access_key='{MIXED}')\"",
    f'curl -H "Authorization: Bearer {MIXED}" https://api.acme.io',
    f'curl -H "PRIVATE-TOKEN: {MIXED}" https://git.acme.io',
    "docker login --username bot --password Tr0ub4dor-3",
    "curl -u bot:Tr0ub4dor-3 https://nexus.acme.io/model.pkl",
    "psql postgresql://bot:Tr0ub4dor-3@db.acme.io/features",
    "git clone https://bot:gX7-Tr0ub4dor@git.acme.io/churn.git",
    f"az storage blob upload --connection-string 'AccountName=acme;AccountKey={MIXED}=='",
    "sqlcmd 'Server=db.acme.io;Database=x;Password=Tr0ub4dor-3;'",
    "cat > key.pem <<EOF\n-----BEGIN RSA PRIVATE KEY-----\nMIIEow"
    + MIXED
    + "\n"
    + MIXED
    + "\n-----END RSA PRIVATE KEY-----\nEOF",
]


@pytest.mark.parametrize("command", NAMED)
def test_a_value_is_known_by_the_name_before_it(finder: HazardFinder, command: str) -> None:
    found = credentials(finder, command=command)
    assert len(found) == 1
    assert MIXED not in found[0].text and HEX not in found[0].text and "Tr0ub4dor" not in found[0].text


CLEAN = [
    "export API_KEY=${{ secrets.API_KEY }}",
    "export API_KEY=$API_KEY TOKEN=${TOKEN:-none} SECRET=$(vault kv get x)",
    "tool --token %TOKEN% --password {{ password }}",
    "export PASSWORD=changeme TOKEN=your-token-here API_KEY=xxxxxxxxxxxxxxxxxxxx SECRET=<secret>",
    "export AWS_ACCESS_KEY_ID=AKIA" + "IOSFODNN7EXAMPLE",
    "docker run -e POSTGRES_PASSWORD=postgres -e POSTGRES_USER=postgres postgres:16",
    "psql postgresql://postgres:postgres@localhost:5432/test",
    "psql postgresql://bot:Tr0ub4dor-3@localhost/test",
    "psql postgresql://$USER:$PASSWORD@db.acme.io/features",
    f"git checkout {HEX}40ab && pip install x==1 --hash=sha256:{HEX}{HEX[:28]}",
    f"docker pull python@sha256:{HEX}{HEX[:28]}",
    "az account set --subscription 550e8400-e29b-41d4-a716-446655440000",
    "export SECRET_NAME=churn-database-credentials-production-2024 TOKEN_FILE=/run/secrets/token",
    "python train.py --max-tokens 4096 --tokenizer bert-base-uncased-finetuned-2024 --eos-token 2",
    "export KEY=features-v2-2024-06-01-linux-x86 CACHE_KEY=deps-3f9a21",
    "python -c \"import os; token = os.environ['TOKEN']; password = getpass()\"",
    "gcloud secrets versions access latest --secret=churn-db-password",
    "helm upgrade x --set auth.existingSecret=churn-credentials-2024a",
    "export GITHUB_TOKEN=${GITHUB_TOKEN} && gh auth login --with-token < token.txt",
    "ssh -i ~/.ssh/id_rsa bot@acme.io && grep -q 'BEGIN PRIVATE KEY' key.pem",
    "echo 'password: ***' && echo \"::add-mask::$PASSWORD\"",
    "curl -H 'Authorization: Bearer ${{ steps.auth.outputs.access_token }}' https://api.acme.io",
    "kubectl create secret generic db --from-literal=password=$DB_PASSWORD",
    "sk-learn-contrib and risk-assessment-of-a-very-long-kebab-case-name-in-2024",
]


@pytest.mark.parametrize("command", CLEAN)
def test_references_placeholders_hashes_and_names_are_no_credentials(finder: HazardFinder, command: str) -> None:
    assert credentials(finder, command=command) == []


def test_variables_and_inputs_are_known_by_their_own_names(finder: HazardFinder) -> None:
    found = credentials(
        finder,
        variables={
            "API_TOKEN": HEX,
            "PLAIN": HEX,
            "DB_PASSWORD": "Tr0ub4dor-3",
            "TOKEN": "secret:TOKEN",
            "N_TOKENS": 5,
        },
        inputs={"password": MIXED, "token": "${{ secrets.TOKEN }}", "path": "key.json"},
    )
    assert [h.place for h in found] == ["variables.API_TOKEN", "variables.DB_PASSWORD", "inputs.password"]
    assert [h.text for h in found] == [
        f"API_TOKEN: {HEX[:4]}********", "DB_PASSWORD: Tr0********", f"password: {MIXED[:4]}********",
    ]  # fmt: skip


def test_one_value_is_masked_everywhere_also_where_nothing_says_what_it_is(finder: HazardFinder) -> None:
    command = f"export API_KEY={MIXED}\nrsync -a model bot@acme.io:/srv/{MIXED}/"
    assert all(MIXED not in f"{h.text}{h.match}" for h in finder.find({"command": command}))
    assert {h.kind for h in finder.find({"command": command})} == {CREDENTIAL, "copied_release"}


def test_the_line_is_that_inside_the_text(finder: HazardFinder) -> None:
    command = f"set -e\ntool \\\n  --name x \\\n  --token {MIXED}\nls"
    (found,) = credentials(finder, command=command)
    assert found.line == 4
    assert found.text == f"--token {MIXED[:4]}********"


def test_of_short_values_hardly_anything_is_shown(finder: HazardFinder) -> None:
    (found,) = credentials(finder, variables={"PASSWORD": "aB3!xy"})
    assert found.text == "PASSWORD: aB********"


ON_THE_COMMAND_LINE = (
    "sshpass -p 'Blu3whale-77' ssh bot@acme.io ./deploy.sh",
    "sshpass -pBlu3whale-77 scp model.pkl bot@acme.io:/srv",
    "docker login -u bot -p Blu3whale-77 registry.acme.io",
    "az acr login --name acme -u bot -p Blu3whale-77",
    "twine upload -u bot -p Blu3whale-77 dist/*",
    "mysqldump -u bot -pBlu3whale-77 churn > churn.sql",
    "redis-cli -h cache.acme.io -a Blu3whale-77 ping",
    "lftp -u bot,Blu3whale-77 ftp.acme.io -e 'put model.pkl'",
)
NO_PASSWORDS_THERE = (
    "sshpass -p $SSH_PASSWORD ssh bot@acme.io && sshpass -f /run/secrets/ssh ssh bot@acme.io",
    "docker run -p 8080:8080x && docker login -u bot --password-stdin < token.txt",
    "docker login -u bot -p ${{ secrets.REGISTRY_PASSWORD }} && mysql -u root -p churn_2024db",
    "mysql --port 3306 -h db.acme.io -P 33061abc && redis-cli -h a1b2c3.acme.io ping",
)


@pytest.mark.parametrize("command", ON_THE_COMMAND_LINE)
def test_passwords_behind_the_short_options_of_programs_are_found_and_masked(
    finder: HazardFinder, command: str
) -> None:
    (hazard,) = credentials(finder, command=command)
    assert "whale" not in hazard.text


@pytest.mark.parametrize("command", NO_PASSWORDS_THERE)
def test_short_options_that_are_no_passwords_are_left_alone(finder: HazardFinder, command: str) -> None:
    assert credentials(finder, command=command) == []


def test_the_password_of_a_container_that_a_script_starts_for_itself_opens_nothing_else(finder: HazardFinder) -> None:
    start = (
        "docker run -d -p 9000:9000 \\\n  -e MINIO_ROOT_PASSWORD=" + "Tr0mmel-kq841 \\\n  minio/minio server /data\n"
    )
    wait = "curl -sf http://localhost:9000/minio/health/live\n"
    assert not credentials(finder, command=start + wait)
    assert credentials(finder, command=start)
    assert credentials(finder, command=start.replace("-d", "-d --restart always") + wait)
    assert credentials(finder, command=f"ssh me@host <<END\n{start}{wait}END")
    assert credentials(finder, command=f"export API_PASSWORD=Tr0mmel-kq841\n{wait}")


@pytest.mark.parametrize("signal", ALL)
def test_every_shape_is_kept_out_of_whole_texts(finder: HazardFinder, signal: str) -> None:
    command, secret = ALL[signal]
    (found,) = credentials(finder, command=command)
    assert found.match.signal == signal
    text = f"stages:\n  get:\n    cmd: |-\n      {command}\n"
    assert secret not in finder.mask([text]).hide(text)
    assert secret not in finder.mask([], [{"command": command}]).hide(text)


def test_there_is_an_example_of_every_shape() -> None:
    assert set(ALL) == {shape.id for shape in load_hazards().shapes}


def test_a_private_key_ends_where_it_says_so(finder: HazardFinder) -> None:
    command = f"{ALL['private-key'][0]}\npython train.py\nls"
    (found,) = credentials(finder, command=command)
    assert command[found.match.start : found.match.end].splitlines() == list(KEY_LINES)
    assert finder.mask([command]).hide(command).endswith("\n-----END RSA PRIVATE KEY-----\nEOF\npython train.py\nls")


def test_a_short_last_line_of_a_key_does_not_hide_half_of_a_text(finder: HazardFinder) -> None:
    key = f"-----BEGIN PRIVATE KEY-----\n{KEY_LINES[0]}\nx=\n-----END PRIVATE KEY-----"
    assert "\nmax=3" in finder.mask([f"{key}\nmax=3"]).hide(f"{key}\nmax=3")
