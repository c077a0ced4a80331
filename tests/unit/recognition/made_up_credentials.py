"""A credential of every shape, made up, and cut in two so that nobody takes them for real ones."""

from __future__ import annotations

MIXED = "aZ3kQ9vX7mT2bR8wL5nC1jH6pD4sF0gY"
HEX = "9f2c" + "81ab64d0e3577a1c" + "b90e44f2d8c6130a"
PASSWORD = "Tr0ub4dor" + "-3"
KEY_LINES = ("MIIEow" + MIXED, MIXED + "x7")

# Shapes that are known wherever they stand.
SHAPES = {
    "aws-access-key": "AKIA" + "QZ7XK3MNB5VCWPL2",
    "github-token": "ghp_" + MIXED + "Ab12",
    "gitlab-token": "glpat-" + MIXED[:20],
    "slack-token": "xoxb-" + "2183746501-" + MIXED[:24],
    "slack-webhook": "https://hooks.slack.com/services/" + "T02AB3CD4/B05EF6GH7/" + MIXED[:24],
    "google-key": "AIza" + MIXED + "Xy9",
    "google-token": "ya29." + MIXED,
    "anthropic-key": "sk-ant-" + "api03-" + MIXED,
    "openai-key": "sk-" + "proj-" + MIXED + MIXED[:8],
    "huggingface-token": "hf_" + MIXED,
    "stripe-key": "sk_" + "live_" + MIXED[:24],
    "databricks-token": "dapi" + HEX[:32],
    "npm-token": "npm_" + MIXED + "Q2w3",
    "pypi-token": "pypi-Ag" + "EIcHlwaS5vcmc" + MIXED + MIXED[:20],
    "docker-token": "dckr_" + "pat_" + MIXED[:27],
    "sendgrid-key": "SG." + MIXED[:22] + "." + MIXED + MIXED[:11],
    "json-web-token": "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiJtb2RlbCJ9" + "." + MIXED,
}
# Shapes that are known by what stands around them: the command, then what nobody may read.
COMMANDS = {
    "azure-signature": (f"az x 'https://a.blob.core.windows.net/c?sv=2022-11-02&sig={MIXED}%2Bx'", MIXED),
    "private-key": (
        "cat > key.pem <<EOF\n-----BEGIN RSA PRIVATE KEY-----\n"
        + "\n".join(KEY_LINES)
        + "\n-----END RSA PRIVATE KEY-----\nEOF",
        KEY_LINES[1],
    ),
    "address-with-password": (f"psql postgresql://bot:{PASSWORD}@db.acme.io/features", PASSWORD),
    "account-key": (f"az x --connection 'AccountName=acme;AccountKey={MIXED}=='", MIXED),
    "connection-password": (f"sqlcmd 'Server=db.acme.io;Database=x;Password={PASSWORD};'", PASSWORD),
    "authorization-header": (f"curl -H 'Authorization: Bearer {MIXED}' https://api.acme.io", MIXED),
    "key-header": (f"curl -H 'PRIVATE-TOKEN: {MIXED}' https://git.acme.io", MIXED),
    "login-of-curl": (f"curl -u bot:{PASSWORD} https://nexus.acme.io/model.pkl", PASSWORD),
    "password-of-ssh": (f"sshpass -p '{PASSWORD}' ssh bot@acme.io", PASSWORD),
    "password-of-login": (f"docker login -u bot -p '{PASSWORD}' acme.io", PASSWORD),
    "password-of-database": (f"mysql -u bot -p{PASSWORD} features", PASSWORD),
    "password-of-ftp": (f"lftp -u bot,{PASSWORD} ftp.acme.io", PASSWORD),
}
ALL = {**{name: (f"tool {secret}", secret) for name, secret in SHAPES.items()}, **COMMANDS}
"""Every shape: a command that shows it, and what of it nobody may read."""
