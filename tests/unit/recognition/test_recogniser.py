"""How signals are weighed."""

from __future__ import annotations

import pytest

from designer.recognition.recogniser import Guess, Recogniser, Work, load_recogniser


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return load_recogniser()


def kind_of(recogniser: Recogniser, command: str, **more: object) -> Guess:
    return recogniser.recognise(Work(command=command, **more))  # type: ignore[arg-type]


def test_a_command_and_a_name_that_agree_are_surer_than_one_of_them(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "python train.py", name="Train").confidence == "high"
    assert kind_of(recogniser, "python train.py").confidence == "medium"
    assert kind_of(recogniser, "./go.sh", name="Train").confidence == "low"


def test_the_reasons_are_for_people(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "dvc repro", name="Train model").reasons == (
        "runs `dvc repro`",
        "is called 'Train model'",
    )
    assert recogniser.recognise(Work(action="docker/build-push-action@v6")).reasons == (
        "uses `docker/build-push-action`",
    )


def test_a_step_of_which_nothing_is_known_is_other_and_unsure(recogniser: Recogniser) -> None:
    found = kind_of(recogniser, "./frobnicate --all", name="Frobnicate")
    assert (found.kind, found.confidence, found.is_setup) == ("other", "low", False)


def test_work_that_belongs_to_no_pipeline_is_surely_other(recogniser: Recogniser) -> None:
    found = recogniser.recognise(Work(action="actions/stale@v9", name="Close stale issues"))
    assert (found.kind, found.confidence) == ("other", "high")


def test_a_step_that_only_prints_what_it_should_do_is_a_stub(recogniser: Recogniser) -> None:
    found = kind_of(recogniser, 'echo "Deploying to production"\n# kubectl apply -f k8s', name="Deploy to production")
    assert (found.kind, found.attributes["stub"]) == ("deploy", True)
    assert "stub" not in kind_of(recogniser, "kubectl apply -f k8s", name="Deploy").attributes


def test_what_is_only_printed_or_commented_says_nothing(recogniser: Recogniser) -> None:
    found = kind_of(recogniser, "# python train.py\necho 'dvc repro'\npytest -q")
    assert found.kind == "code_test"


def test_a_step_that_hands_on_values_is_set_up(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, 'echo "tag=v1" >> "$GITHUB_OUTPUT"', name="Deploy tag").is_setup


def test_installing_first_does_not_make_a_test_set_up(recogniser: Recogniser) -> None:
    found = kind_of(recogniser, "pip install -r requirements.txt\npytest", name="Install and test")
    assert (found.kind, found.is_setup) == ("code_test", False)


def test_a_step_that_says_it_installs_is_set_up_whatever_script_it_runs(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "bash ci/build_deps.sh", name="Install build dependencies").is_setup


def test_training_data_is_not_training(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "python prepare_training_data.py").kind == "prepare"
    assert kind_of(recogniser, "python train_test_split.py").kind == "prepare"
    assert kind_of(recogniser, "python merge.py --left X_train.csv").kind != "train"


def test_the_folder_of_a_script_speaks_when_its_name_does_not(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "python src/evaluation/main.py").kind == "evaluate"
    assert kind_of(recogniser, "python src/data/validate.py").kind == "validate_data"
    assert kind_of(recogniser, "python src/models/validate.py").kind == "evaluate"


def test_the_name_of_a_stage_with_files_counts_as_much_as_a_script(recogniser: Recogniser) -> None:
    found = kind_of(recogniser, "python run.py", name="prepare", hosted=False, produces=("data/clean.csv",))
    assert found.kind == "prepare"
    assert kind_of(recogniser, "python run.py", name="Prepare").kind == "other"


def test_a_stage_that_writes_metrics_evaluates_when_nothing_else_speaks(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "python run.py", name="second", produces=("out/metrics.json",)).kind == "evaluate"


def test_services_on_a_machine_that_goes_away_are_no_release(recogniser: Recogniser) -> None:
    command = "docker compose up -d"
    assert kind_of(recogniser, command, name="Start everything", hosted=True).kind == "other"
    assert kind_of(recogniser, command, name="Start everything", hosted=False).kind == "deploy"


def test_a_container_that_keeps_running_on_a_machine_that_stays_is_a_release(recogniser: Recogniser) -> None:
    command = "docker pull acme/app\ndocker run -d -p 8080:8080 acme/app:latest"
    assert kind_of(recogniser, command, hosted=False).kind == "deploy"
    assert kind_of(recogniser, command, hosted=True).is_setup


def test_what_a_script_does_on_another_machine_is_a_release(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "ssh me@host <<END\ndocker pull app\ndocker restart app\nEND").kind == "deploy"


def test_a_script_of_several_things_is_what_it_is_for(recogniser: Recogniser) -> None:
    script = "dvc pull\npython prepare.py\npython train.py\npython evaluate.py\ndvc push"
    assert kind_of(recogniser, script).kind == "train"
    assert kind_of(recogniser, "docker build -t a .\ndocker push a\nkubectl apply -f k8s").kind == "deploy"
    assert kind_of(recogniser, "dvc pull\ncml comment create report.md").kind == "evaluate"


def test_one_name_of_several_words_is_no_script_of_several_things(recogniser: Recogniser) -> None:
    found = kind_of(recogniser, "python fetch_links.py", name="fetch", consumes=("a.csv",), produces=("b.csv",))
    assert found.kind == "data_source"


def test_a_step_that_can_fail_by_itself_is_no_stub(recogniser: Recogniser) -> None:
    check = 'if [ "$ACCURACY" -lt 9 ]; then\n  exit 1\nfi'
    assert "stub" not in kind_of(recogniser, check, name="Accuracy gate").attributes
    assert kind_of(recogniser, "echo fine", name="Accuracy gate").attributes["stub"] is True


def test_a_program_that_only_a_variable_names_says_nothing(recogniser: Recogniser) -> None:
    found = kind_of(recogniser, "%VS_PATH% amd64")
    assert (found.kind, found.confidence, found.is_setup) == ("other", "low", False)


def test_sub_commands_of_unknown_programs_say_less_than_scripts(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "python train.py").confidence == "medium"
    assert kind_of(recogniser, "acme train").confidence == "low"


def test_an_action_that_runs_a_text_is_what_the_text_does(recogniser: Recogniser) -> None:
    found = recogniser.recognise(Work(action="acme/retry@v3", inputs={"command": "pytest tests", "attempts": 3}))
    assert (found.kind, found.confidence) == ("code_test", "medium")


@pytest.mark.parametrize(
    ("script", "reads", "writes", "kind"),
    [
        ("run.py", ["data/raw/a.csv", "run.py"], ["data/clean/a.csv"], "prepare"),
        ("run.py", ["run.py"], ["data/a.csv"], "data_source"),
        ("run.py", ["data/a.csv"], ["models/model.pkl"], "train"),
        ("run.py", ["models/model.pkl", "data/a.csv"], ["metrics.json"], "evaluate"),
        ("run.py", ["data/a.csv"], ["figures/a.png"], "document"),
        ("validate.py", ["data/a.csv"], ["checked.json"], "validate_data"),
        ("validate.py", ["data/a.csv", "model.pt"], ["checked.json"], "evaluate"),
        ("check_duplicates.py", ["data/a.csv"], ["a.html"], "validate_data"),
        ("make_dataset.py", ["make_dataset.py"], ["data/a.csv"], "data_source"),
        ("make_dataset.py", ["raw/a.csv"], ["data/a.csv"], "prepare"),
        ("scan.py", ["raw/a.json"], ["a.parquet"], "prepare"),
        ("test.py", ["model.pt"], ["scores.json"], "evaluate"),
        ("feature_importance.py", ["model.pt", "data/a.csv"], ["importance.csv"], "evaluate"),
    ],
)
def test_the_files_of_a_stage_speak_for_its_kind(
    recogniser: Recogniser, script: str, reads: list[str], writes: list[str], kind: str
) -> None:
    found = kind_of(recogniser, f"python {script}", name="s", hosted=False, consumes=reads, produces=writes)
    assert found.kind == kind, found.reasons


def test_a_smoke_test_without_an_address_is_a_test_of_the_code(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "python smoke_test.py").kind == "code_test"
    assert kind_of(recogniser, "python smoke_test.py --url https://api.example.com").kind == "smoke_test"


def test_only_a_started_training_is_a_retraining_trigger(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "gh workflow run train.yml").kind == "retrain_trigger"
    other = kind_of(recogniser, "gh workflow run nightly.yml")
    assert (other.kind, other.is_setup) == ("other", False)
    script = {"script": "github.rest.actions.createWorkflowDispatch({workflow_id: 'retrain.yml'})"}
    found = recogniser.recognise(Work(action="actions/github-script@v7", inputs=script))
    assert found.kind == "retrain_trigger"


def test_python_as_the_shell_is_read_for_imports_and_calls(recogniser: Recogniser) -> None:
    code = "import mlflow\nfrom shop.models.trainer import fit_model\nfit_model()\nprint('deploy to production')"
    assert kind_of(recogniser, code, shell="python").kind == "train"
    assert kind_of(recogniser, f"python - <<'EOF'\n{code}\nEOF").kind == "train"


def test_a_language_that_is_not_read_is_no_set_up(recogniser: Recogniser) -> None:
    found = kind_of(recogniser, "import x from 'y'", shell="node {0}")
    assert (found.kind, found.is_setup) == ("other", False)


def test_a_called_workflow_is_judged_by_its_file_name(recogniser: Recogniser) -> None:
    assert recogniser.recognise(Work(action="./.github/workflows/build_docker_images.yml")).kind == "package"
    assert recogniser.recognise(Work(action="./.github/workflows/unit-tests.yml")).kind == "code_test"


@pytest.mark.parametrize(
    "text", ["$(" * 9000, "${{ " * 6000, '"' * 20001, "cat <<A\n" * 3000, "a || " * 6000, "((" * 9000]
)
def test_hostile_scripts_are_answered(recogniser: Recogniser, text: str) -> None:
    assert kind_of(recogniser, text, name=text).kind


def test_empty_work_is_set_up_of_kind_other(recogniser: Recogniser) -> None:
    found = recogniser.recognise(Work())
    assert (found.kind, found.is_setup) == ("other", True)


def test_a_release_that_is_named_a_way_back_is_a_rollback(recogniser: Recogniser) -> None:
    command = "helm upgrade app chart --set tag=$OLD"
    assert kind_of(recogniser, command, name="Roll back").kind == "rollback"
    assert kind_of(recogniser, command, name="Release").kind == "deploy"


def test_starting_another_workflow_starts_a_training_where_the_name_says_so(recogniser: Recogniser) -> None:
    command = "gh workflow run release.yml"
    assert kind_of(recogniser, command, name="Train again").kind == "retrain_trigger"
    assert kind_of(recogniser, command, name="Release").kind == "other"


def test_asking_a_released_model_is_a_smoke_test(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "az ml online-endpoint invoke -n x", name="Test the endpoint").kind == "smoke_test"
    assert kind_of(recogniser, "az ml online-endpoint create -f x.yml").kind == "deploy"


def test_a_service_that_answers_is_a_release_where_the_machine_stays(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "curl -f http://localhost:80/", hosted=False).kind == "smoke_test"
    assert kind_of(recogniser, "curl -f http://localhost:80/", hosted=True).kind == "code_test"


def test_a_hook_named_after_a_release_releases(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, 'curl -X POST "$AZURE_WEBHOOK"', name="Deploy to Azure").kind == "deploy"
    assert kind_of(recogniser, 'curl -X POST "$SLACK_WEBHOOK"', name="Tell the team").kind == "notify"


def test_a_session_of_a_test_runner_whose_name_is_strange_is_less_sure(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "nox -s tests").confidence == "medium"
    assert kind_of(recogniser, "nox -s update_pins").confidence == "low"


def test_a_report_about_a_model_is_no_model(recogniser: Recogniser) -> None:
    for command in ("python create_model_report.py", "make create-model-card"):
        assert kind_of(recogniser, command).kind == "document", command
    assert kind_of(recogniser, "python create_model.py").kind == "train"


def test_a_model_for_the_tests_of_a_run_is_no_training(recogniser: Recogniser) -> None:
    for name in ("Train a throwaway model", "Train dummy model", "Train a small model for the API tests"):
        assert kind_of(recogniser, "python train.py", name=name).kind == "other", name
    assert kind_of(recogniser, "python train.py", name="Train the model for production").kind == "train"


def test_inline_code_that_stops_the_run_for_measured_values_is_an_evaluation(recogniser: Recogniser) -> None:
    read = "import json, sys\nmetrics = json.load(open('m.json'))\nprint(metrics.get('f1'))\n"
    gate = "if metrics.get('f1') < 0.8:\n    sys.exit(1)\n"
    found = kind_of(recogniser, f"python3 - <<'EOF'\n{read}{gate}EOF")
    assert (found.kind, found.attributes.get("threshold")) == ("evaluate", True)
    assert kind_of(recogniser, f"python3 - <<'EOF'\n{read}EOF").kind != "evaluate"


def test_a_definition_of_a_task_starts_nothing(recogniser: Recogniser) -> None:
    define, update = "aws ecs register-task-definition --family a", "aws ecs update-service --service a"
    assert kind_of(recogniser, define).is_setup
    assert kind_of(recogniser, f"{define}\n{update}").kind == "deploy"


def test_pages_and_archives_are_no_release_of_a_model(recogniser: Recogniser) -> None:
    def of(action: str, **inputs: str) -> str:
        return recogniser.recognise(Work(action=action, inputs=inputs)).kind

    assert of("cloudflare/wrangler-action@v3", command="pages deploy dist") == "document"
    assert of("cloudflare/wrangler-action@v3", command="deploy") == "deploy"
    assert of("appleboy/scp-action@v1", source="app_${{ github.ref_name }}.zip") == "other"
    assert of("appleboy/scp-action@v1", source="model.tar.gz") == "deploy"


def test_what_people_look_at_is_released_without_a_model(recogniser: Recogniser) -> None:
    compose = "docker compose up -d --no-deps frontend"
    assert kind_of(recogniser, compose, name="Deploy Frontend", hosted=False).kind == "other"
    assert kind_of(recogniser, "gcloud run deploy web", name="Deploy website").kind == "other"
    assert kind_of(recogniser, compose.replace("frontend", "api"), name="Deploy API", hosted=False).kind == "deploy"
    assert kind_of(recogniser, "gcloud run deploy app", name="Deploy backend and frontend").kind == "deploy"


def test_the_password_of_a_key_chain_on_the_machine_of_a_run_opens_nothing_else(recogniser: Recogniser) -> None:
    script = 'keychain_password="abc123"\nsecurity create-keychain -p "$keychain_password" build'
    assert "secrets" not in kind_of(recogniser, script).attributes


def test_what_is_fetched_from_a_server_is_not_released_there(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, 'scp "${U}@${HOST}:/tmp/reports.tgz" "./reports.tgz"', name="Fetch").kind == "other"
    assert kind_of(recogniser, 'scp model.pkl "${U}@${HOST}:/srv/"', name="Copy").kind == "deploy"
    assert kind_of(recogniser, "rsync -az ./ me@host.example:/srv/app/", name="Copy").kind == "deploy"


def test_setting_up_and_training_on_a_server_release_nothing(recogniser: Recogniser) -> None:
    def of(name: str, script: str) -> str:
        return recogniser.recognise(Work(action="appleboy/ssh-action@v1", inputs={"script": script}, name=name)).kind

    assert of("Setup environment and install requirements", "pip install -r requirements.txt") == "other"
    assert of("Train model", "python train_models.py") == "train"
    assert of("Train and restart", "python train_models.py && systemctl restart app") == "deploy"
    assert of("Connect", "systemctl restart app") == "deploy"


def test_inline_code_that_makes_an_endpoint_releases(recogniser: Recogniser) -> None:
    code = "from sagemaker.sklearn import SKLearnModel\nmodel = SKLearnModel(model_data=uri)\nmodel.deploy(name)"
    assert kind_of(recogniser, f"python <<'EOF'\n{code}\nEOF", name="Endpoint").kind == "deploy"


def test_a_machine_for_the_next_job_is_no_release(recogniser: Recogniser) -> None:
    command = "envsubst < kubernetes/runner-gpu.yaml | kubectl apply -f -"
    assert kind_of(recogniser, command, name="Initialize runner on Kubernetes").kind == "other"
    assert kind_of(recogniser, "kubectl apply -f k8s/", name="Deploy the model on Kubernetes").kind == "deploy"


def test_what_a_release_will_read_is_no_release(recogniser: Recogniser) -> None:
    command = "kubectl create secret generic aws --from-literal=a=$B --dry-run=client -o yaml | kubectl apply -f -"
    assert kind_of(recogniser, command, name="Create AWS credentials secret").is_setup
    assert kind_of(recogniser, "kubectl create namespace ml").is_setup
    assert kind_of(recogniser, "kubectl apply -f k8s/", name="Deploy with secrets").kind == "deploy"


def test_looking_at_what_is_released_releases_nothing(recogniser: Recogniser) -> None:
    for look in (
        'ssh me@example.org "docker ps | grep inference"',
        'STATUS=$(ssh -i k "$HOST" "docker inspect --format={{.State}} api 2>/dev/null || echo unknown")',
        "gcloud ai endpoints describe ${ENDPOINT_ID} --region=${REGION}",
    ):
        assert kind_of(recogniser, look, name="Look").kind != "deploy", look
    for work in ('ssh me@example.org "cd app && docker compose up -d"', "gcloud ai endpoints deploy-model $ID"):
        assert kind_of(recogniser, work, name="Deploy").kind == "deploy", work
    assert kind_of(recogniser, 'ssh me@example.org "cat v.txt && docker restart api"', name="Deploy").kind == "deploy"


def test_a_service_that_ends_with_the_run_is_tested_and_not_released(recogniser: Recogniser) -> None:
    serve = 'mlflow models serve -m "runs:/$ID/model" -p 5000 &\ncurl -sf http://localhost:5000/ping'
    assert kind_of(recogniser, serve, name="Serve, smoke-test, and tear down the model").kind == "code_test"
    assert kind_of(recogniser, serve, name="Serve the model", hosted=False).kind == "deploy"


def test_a_container_that_the_run_works_in_is_no_release(recogniser: Recogniser) -> None:
    work = "docker compose up -d quantize\ndocker compose exec quantize python scripts/quantize.py"
    assert kind_of(recogniser, work, name="Start container and run quantization", hosted=False).kind == "other"
    assert kind_of(recogniser, "docker compose up -d", name="Deploy new version", hosted=False).kind == "deploy"


def test_a_script_that_is_told_to_go_back_rolls_back(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, "scripts/deploy-model.sh --name x --rollback", name="Rollback").kind == "rollback"
    assert kind_of(recogniser, "scripts/deploy-model.sh --name x", name="Deploy").kind == "deploy"


def test_machines_and_accounts_are_no_release(recogniser: Recogniser) -> None:
    make = "az deployment group create --resource-group $R --template-file infra/core.json"
    assert kind_of(recogniser, make, name="Deploy Azure resources").kind == "other"
    assert kind_of(recogniser, make, name="Deploy the API").kind == "deploy"
    assert kind_of(recogniser, "doctl kubernetes cluster kubeconfig save x", name="Set up kubeconfig").is_setup
    checked = recogniser.recognise(Work(action="azure/arm-deploy@v2", inputs={"deploymentMode": "Validate"}))
    assert checked.kind == "other"
    assert recogniser.recognise(Work(action="azure/arm-deploy@v2", inputs={"template": "api.bicep"})).kind == "deploy"


@pytest.mark.parametrize(
    ("command", "has_model"),
    [
        ('git add .\ngit commit -m "Automated model retraining" || true\ngit push', True),
        ('git add -A\ngit commit -m "new results"\ngit push', False),
        ('best="out/churn_${DAY}"\nnew_model="$best"\ngit add -f "$new_model"\ngit commit -m new\ngit push', True),
        ("git add -f checkpoints/words_*.json\ngit commit -m new\ngit push", True),
        ("gh release upload v2 churn.pkl --clobber", True),
        ("gh release upload v2 notes.md", False),
    ],
)
def test_what_is_kept_is_a_model_where_the_command_says_so(
    recogniser: Recogniser, command: str, has_model: bool
) -> None:
    found = kind_of(recogniser, command)
    assert (found.kind, "model" in found.attributes["artifacts"]) == ("version", has_model)


def test_the_folder_tells_a_page_from_a_service(recogniser: Recogniser) -> None:
    works = (Work(action="amondnet/vercel-action@v25", inputs={"working-directory": f}) for f in ("frontend", "api"))
    assert [recogniser.recognise(work).kind for work in works] == ["other", "deploy"]


def test_web_pages_and_apps_of_phones_are_no_release_of_a_model(recogniser: Recogniser) -> None:
    page = Work(action="w9jds/firebase-action@v2", inputs={"args": "deploy --only hosting"}, name="Deploy to Firebase")
    phone = Work(action="wzieba/Firebase-Distribution-Github-Action@v1", name="Deploy to Firebase")
    assert {recogniser.recognise(w).kind for w in (page, phone)} == {"other"}


def test_a_started_flow_trains_and_releases_nothing(recogniser: Recogniser) -> None:
    run = 'curl -X POST "https://api.prefect.cloud/api/deployments/$ID/run"'
    assert kind_of(recogniser, run, name="Trigger Prefect retrain flow").kind == "retrain_trigger"
    assert kind_of(recogniser, run, name="Trigger the flow").kind != "deploy"
    assert kind_of(recogniser, "mlflow run -e ingest --env-manager=local .", name="Ingest").kind == "data_source"
    assert kind_of(recogniser, "mlflow run -e train --env-manager=local .", name="Go").kind == "train"
    assert (
        kind_of(recogniser, "python deploy_pipeline.py --kf-endpoint=$E", name="deploy and run pipeline").kind
        != "deploy"
    )


def test_training_that_a_server_is_told_to_do_is_no_release(recogniser: Recogniser) -> None:
    tell = "ssh me@example.org 'cd app && sbatch train.sh'"
    assert kind_of(recogniser, tell, name="Initiate training of model").kind != "deploy"
    assert kind_of(recogniser, tell, name="Deploy").kind == "deploy"


def test_names_that_only_sound_like_work(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, 'echo "$A"', name="Test vars").kind == "other"
    assert kind_of(recogniser, "n=$(python scripts/count.py)", name="Count new training samples").kind == "other"
    assert kind_of(recogniser, "python x.py", name="Generate training notebooks").kind == "other"
    assert kind_of(recogniser, "python x.py", name="Perform model comparison").kind == "evaluate"
    logs = 'curl -sf "https://api.example.org/export" -o logs/metrics.jsonl'
    assert kind_of(recogniser, logs, name="Sync latest logs from backend").kind == "other"
    assert (
        kind_of(recogniser, 'if [ "$A" != success ]; then exit 1; fi', name="Evaluate overall CI result").kind
        == "other"
    )
    whoami = 'user="$(curl -fsS https://api.vercel.com/v2/user)"\n[ -n "$user" ] || exit 1'
    assert kind_of(recogniser, whoami, name="Resolve Vercel deploy user").kind == "other"
    set_endpoint = "python -m ml.complex_pipeline.set_pipeline_endpoint --pipeline-id $ID"
    assert kind_of(recogniser, set_endpoint, name="Set Pipeline Endpoint").kind == "other"
    assert (
        kind_of(recogniser, "kubectl apply -f k8s.yaml\nkubectl rollout status d/ui", name="Deploy UI").kind == "other"
    )
