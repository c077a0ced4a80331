"""Which kind is seen in what people commonly write."""

from __future__ import annotations

import pytest

from designer.recognition.recogniser import Recogniser, Work, load_recogniser

# kind | name of the step | command, or @action
STEPS = r"""
train | Train model | python train.py
evaluate | Test model | S=$(python test.py); if [ "$S" \< 0.5 ]; then echo "accuracy too low"; exit 1; fi
code_test | Test the service | python test.py
code_test | Tests with a coverage gate | pytest tests/test_load.py tests/test_model.py --cov=app --cov-fail-under=80
code_test | | pytest tests/test_model.py tests/test_routes.py
other | Check manifests | for f in k8s/*.yaml; do kubectl apply --dry-run=client -f "$f" || true; done
deploy | Roll out | kubectl apply --dry-run=server -f k8s; kubectl apply -f k8s
other | Create test models | python -m app.train_tiny
other | Recover Airflow on the server | @appleboy/ssh-action@v1
package | Package the deploy app | ssh $HOST "pack-app build"
train |  | python -m src.models.train_model --config conf.yaml
train |  | poetry run python src/my_pkg/pipelines/train_pipeline.py
train |  | make train
train |  | just train-model
train |  | uv run poe train
train |  | Rscript R/03_fit_model.R
train |  | julia --project=. scripts/train.jl
train |  | papermill notebooks/02_train.ipynb out/02_train.ipynb -p epochs 3
train |  | jupyter nbconvert --to notebook --execute notebooks/model_training.ipynb
train |  | accelerate launch finetune_lora.py --model x
train |  | torchrun --nproc_per_node=4 main_pretrain.py
train |  | docker run --rm -v $PWD:/app myimage python train.py
train |  | dvc repro
train |  | dvc exp run -S train.lr=0.1
train |  | python src/model_trainer.py
train |  | python -m mypkg.cli train --epochs 3
train |  | python run.py --stage train
train |  | python hyperparameter_tuning.py
train |  | yolo detect train data=coco.yaml
train |  | bash scripts/run_training.sh
train |  | invoke train
train |  | conda run -n env python train_xgb.py
train | tune | python src/tune.py
train |  | kedro run
evaluate |  | python evaluate.py
evaluate |  | python -m pkg.stages.evaluate
evaluate |  | make evaluate
evaluate |  | python src/models/validate_model.py
evaluate |  | python src/validation/model_validation.py
evaluate |  | python tests/test_model_performance.py
evaluate |  | pytest tests/test_model_quality.py
evaluate |  | dvc metrics diff main
evaluate | CML report | echo "## Metrics" > report.md; dvc metrics diff --md >> report.md; cml comment create report.md
evaluate |  | python src/predict.py --model m.pkl
evaluate |  | python compare_models.py
evaluate |  | papermill notebooks/03_evaluation.ipynb out.ipynb
evaluate |  | python scripts/check_metrics.py --min-accuracy 0.9
evaluate |  | Rscript evaluate_model.R
evaluate | Quality gate (challenger) | python -c 'json.load(open("metrics.json"))["f1"] > 0.7 or sys.exit(1)'
code_test | Quality gate | python -c 'json.load(open("lint.json")) and sys.exit(1)'
evaluate | confusion_matrix | python src/confusion_matrix.py
prepare |  | python src/data/make_dataset.py raw processed
prepare |  | python preprocess.py
prepare |  | python src/features/build_features.py
prepare |  | python src/stage_02_data_transformation.py
prepare |  | python split_data.py --seed 42
prepare |  | python -m pkg.data.clean
prepare |  | dbt run --select marts
prepare |  | spark-submit jobs/feature_engineering.py
prepare |  | python tokenize_corpus.py
prepare |  | python src/train_test_split.py
prepare |  | make features
prepare |  | python src/data_cleaning.py
prepare | prepare | python src/prepare.py data
prepare |  | Rscript 01_clean_data.R
data_source |  | python src/data/download_data.py
data_source |  | python data_ingestion.py
data_source |  | kaggle datasets download -d foo/bar
data_source |  | dvc pull
data_source |  | aws s3 cp s3://bucket/raw/data.csv data/
data_source |  | wget https://archive.ics.uci.edu/ml/iris.data -O data/iris.csv
data_source |  | python src/stage_01_data_ingestion.py
data_source |  | python scripts/scrape_prices.py
data_source |  | python -m src.components.data_ingestion
data_source |  | python get_data.py
data_source | load_data | python src/load_data.py
validate_data |  | python src/data_validation.py
validate_data |  | great_expectations checkpoint run my_checkpoint
validate_data |  | python -m pytest tests/test_data_quality.py
validate_data |  | python src/data/validate.py
validate_data |  | dbt test
validate_data |  | python validate_schema.py
validate_data |  | soda scan -d warehouse checks.yml
code_test | Lint | flake8 .
code_test |  | pytest tests/ -q
code_test |  | python -m pytest
code_test |  | uv run pytest --cov
code_test |  | poetry run ruff check .
code_test |  | tox -e py311
code_test |  | nox -s tests
code_test |  | make test
code_test |  | make lint
code_test |  | pre-commit run --all-files
code_test |  | hatch run test:cov
code_test |  | python -m unittest discover
code_test |  | npm run lint
code_test |  | coverage run -m pytest
code_test |  | bash ci/run_tests.sh
code_test |  | make style && make quality
code_test |  | python utils/check_copies.py
code_test |  | cargo test --all
code_test |  | R CMD check pkg
code_test |  | docker compose -f docker-compose.test.yml up --abort-on-container-exit
code_test |  | locust -f load.py --headless
scan |  | bandit -r src
scan |  | pip-audit -r requirements.txt
scan |  | trivy image app:latest
scan |  | safety check
package |  | docker build -t app:${{ github.sha }} .
package |  | docker push ghcr.io/a/b:latest
package |  | python -m build
package |  | twine upload dist/*
package |  | poetry publish --build
package |  | make docker-build
package |  | bentoml build
package |  | python scripts/export_onnx.py
package |  | python setup.py sdist bdist_wheel
package |  | cibuildwheel --output-dir wheelhouse
package |  | nox -s build
package |  | docker compose build
package |  | conda build recipe
register |  | python register_model.py
register |  | python src/models/register.py
register |  | mlflow models register x
register |  | python -m scripts.promote_model --stage production
register |  | huggingface-cli upload me/model ./model
register |  | gto register model
register |  | aws s3 cp model.pkl s3://models/model.pkl
deploy |  | kubectl apply -f k8s/
deploy |  | helm upgrade --install app chart
deploy |  | gcloud run deploy app --image x --region y
deploy |  | aws ecs update-service --cluster c --service s --force-new-deployment
deploy |  | python deploy.py --env prod
deploy |  | make deploy
deploy |  | flyctl deploy
deploy |  | heroku container:release web -a app
deploy | Deploy to server | ssh user@host "docker pull x && docker compose up -d"
deploy |  | serverless deploy
other |  | terraform apply -auto-approve
other | Terraform Deploy | cd infra; terraform init; terraform apply -auto-approve
deploy | Deploy | terraform apply -auto-approve
deploy | Terraform: inference service | terraform apply -auto-approve
other |  | @azure/arm-deploy@v1
deploy | Deploy the app | @azure/arm-deploy@v1
other | Calibrate | python src/calibration.py
evaluate |  | python src/calibration_curve.py
other | deploy-mlflow | python -m src.deploy.cli deploy mlflow --tag 3
other | Deploy monitoring | helm upgrade --install monitoring chart
deploy | Deploy MLflow model | mlflow deployments create -t sagemaker
other | Push the image | ssh -i key $HOST "docker push team/app"
other | Clone | ssh $HOST "git clone https://x/y"
deploy | Deploy | ssh $HOST "docker pull team/app && docker compose up -d"
other | Send the script | scp -i key setup/start.sh $HOST:/home/me/start.sh
deploy | Deploy | scp -r build/ $HOST:/srv/app
other |  | gcloud run jobs deploy nightly --image x --execute-now
other | Deploy Cloud Run Job | @./.github/actions/deploy-cloud-job
deploy | Deploy to Cloud Run | @./.github/actions/deploy-cloud-run
other | Deploy Azure Container Registry | @azure/arm-deploy@v1
other | Run inference | lightning run studio --name x --command "python -m main"
train | Train models | python -c "from src.models.predictor import P; P().train_models()"
other | Deploy pipelines | @azure/data-factory-deploy-action@v1
other | Deploy workspace | @azure/synapse-workspace-deployment@v1
deploy |  | az ml online-deployment create -f d.yml
deploy |  | curl -X POST "$RENDER_DEPLOY_HOOK"
deploy |  | python src/deployment/deploy_sagemaker.py
deploy |  | rsync -avz ./ user@host:/srv/app
smoke_test |  | curl -f https://app.example.com/health
smoke_test | Smoke test | curl -sf $SERVICE_URL/predict -d @x.json
smoke_test | Health check | sleep 10; curl -f $APP_URL
smoke_test |  | python scripts/smoke_test.py --url https://x.y
drift |  | python monitoring/check_drift.py
drift |  | python -m src.monitoring.data_drift
monitor |  | python src/monitoring/monitor_model.py
monitor |  | make monitor
version | Commit results | git add metrics.json; git commit -m x; git push
version |  | dvc push
version |  | gh release create v1 dist/*
version | Bump version | bump2version patch
document |  | mkdocs build
document | Docs | mkdocs gh-deploy --force
document |  | sphinx-build docs docs/_build
document |  | make docs
document |  | cd docs && make html
document |  | python generate_model_card.py
document |  | quarto render report.qmd
document | plots | python src/plots.py
notify |  | curl -X POST -H 'Content-type: application/json' --data '{}' $SLACK_WEBHOOK_URL
notify |  | gh pr comment 1 --body x
rollback |  | kubectl rollout undo deployment/app
retrain_trigger |  | gh workflow run retrain.yml
retrain_trigger | Trigger retraining | gh workflow run train.yml
model_source |  | python download_model.py
model_source |  | huggingface-cli download bert-base
model_source |  | dvc pull models/model.pkl
package |  | @docker/build-push-action@v5
package |  | @pypa/gh-action-pypi-publish@release/v1
document |  | @peaceiris/actions-gh-pages@v4
scan |  | @github/codeql-action/analyze@v3
deploy |  | @google-github-actions/deploy-cloudrun@v2
deploy |  | @appleboy/ssh-action@v1
notify |  | @slackapi/slack-github-action@v1
version |  | @softprops/action-gh-release@v2
code_test |  | @pre-commit/action@v3
other |  | @actions/stale@v9
other |  | @actions/labeler@v5
deploy | Deploy to production | echo "Deploying..."
approve |  | @trstringer/manual-approval@v1
feedback |  | python collect_feedback.py
train |  | sbatch train.slurm
evaluate | run_inference | python do_inference.py
train |  | python -m clustering.kmeans
data_source |  | python etl/extract.py
prepare |  | python etl/transform.py
prepare |  | python src/merge_tables.py
train |  | python src/models/random_forest.py
train |  | python 04_modeling.py
train |  | python3 src/modelling/train_lgbm.py
evaluate |  | python src/evaluation/metrics.py
evaluate |  | python run_benchmark_eval.py
package |  | python convert_to_onnx.py
package |  | python src/quantize.py
evaluate |  | lm_eval --model hf
train |  | python -c "from pkg.train import main; main()"
validate_data |  | python -c "from pkg.validation import validate_data; validate_data('x.csv')"
"""

SETUP = r"""
 | @actions/checkout@v4
 | @actions/setup-python@v5
 | @actions/upload-artifact@v4
Install | pip install -r requirements.txt
Set up uv | @astral-sh/setup-uv@v5
Configure AWS | aws configure set region x
Free disk space | sudo rm -rf /usr/share/dotnet; df -h
Login | echo $P | docker login -u u --password-stdin
 | sudo apt-get update && sudo apt-get install -y libsndfile1
Install dependencies | make install
Install package | uv sync --all-extras
Debug | env && ls -la
Start MLflow server | mlflow server --port 5000 &
Create .env | echo "A=b" > .env
Download NLTK data | python -m nltk.downloader punkt
Make test fixtures | python tests/fixtures/generate_synthetic.py
Set output | echo "v=1" >> $GITHUB_OUTPUT
"""


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return load_recogniser()


def work(name: str, text: str) -> Work:
    return Work(action=text[1:], name=name) if text.startswith("@") else Work(command=text, name=name)


NO_SUCH_KIND = """
evaluate | Policy | opa eval --data rules
evaluate | | yq eval '.a' file.yaml
scan | | cargo run --release -- scan-records --glob x
code_test | Check out the labels | ./labels.sh
smoke_test | Purge | curl -X POST "$APP_URL/api/cron/purge"
deploy | Show the service | gcloud run services describe app
deploy | Run migrations | npx prisma migrate deploy
deploy | Publish the site | wrangler pages deploy site
register | Push to hub | git push https://x@huggingface.co/spaces/me/app main
model_source | Promote | aws s3 cp s3://b/best-model s3://b/production/ --recursive
train | | sbatch run.sh
notify | Triage | gh issue edit 1 --add-label bug
package | Load images | ./load-images.sh
document | | python book_ratings.py
train | Verify the store post-retraining | kubectl get pods; python look.py
"""


@pytest.mark.parametrize("line", NO_SUCH_KIND.strip().splitlines())
def test_words_of_several_meanings_are_not_taken_for(recogniser: Recogniser, line: str) -> None:
    kind, name, text = (part.strip() for part in line.split("|", 2))
    assert recogniser.recognise(work(name, text)).kind != kind


@pytest.mark.parametrize("line", STEPS.strip().splitlines())
def test_the_kind_of_a_step_is_seen_in_what_it_runs(recogniser: Recogniser, line: str) -> None:
    kind, name, text = (part.strip() for part in line.split("|", 2))
    found = recogniser.recognise(work(name, text))
    assert (found.kind, found.is_setup) == (kind, False), found.reasons


@pytest.mark.parametrize("line", SETUP.strip().splitlines())
def test_steps_that_only_prepare_the_machine_are_set_up(recogniser: Recogniser, line: str) -> None:
    name, text = (part.strip() for part in line.split("|", 1))
    assert recogniser.recognise(work(name, text)).is_setup


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ("deploy.py --step live --undo", "rollback"),
        ("deploy.py --step live --model model.pkl", "deploy"),
        ("retrain.py --step loop", "retrain_trigger"),
        ("smoke_test.py --step probe", "smoke_test"),
        ("validate.py --step check", "validate_data"),
        ("snapshot.py --step keep", "version"),
    ],
)
def test_what_the_program_exports_itself_is_read_back_as_it_was_drawn(
    recogniser: Recogniser, script: str, kind: str
) -> None:
    found = recogniser.recognise(work("x", f"python pipeline/{script}"))
    assert (found.kind, found.confidence) == (kind, "high")


def test_a_tool_that_only_tells_its_version_does_no_work(recogniser: Recogniser) -> None:
    assert recogniser.recognise(work("", "pip install nox\nnox --version")).is_setup
