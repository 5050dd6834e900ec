"""make_search_user.py URL CA BOOTSTRAP_PASSWORD_FILE PASSWORD_FILE: the role and user "ati" on a cluster with security.

Run as its superuser "elastic"; run again it changes nothing but the password. Needs nothing beyond Python.
"""

import base64
import json
import ssl
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROLE = {
    "cluster": ["monitor"],
    "indices": [{"names": ["ati*"], "privileges": ["all"]}],
}
"""Its own indices and aliases; of the cluster only its version and health."""


def main() -> None:
    url, authority, bootstrap, password = sys.argv[1:]
    trusted = ssl.create_default_context(cafile=authority)
    credentials = base64.b64encode(b"elastic:" + Path(bootstrap).read_bytes().strip()).decode()
    user = {"password": Path(password).read_text(encoding="utf-8").strip(), "roles": ["ati"]}
    for path, body in (("role/ati", ROLE), ("user/ati", user)):
        request = urllib.request.Request(  # noqa: S310 - the address is the operator's own
            f"{url}/_security/{path}",
            json.dumps(body).encode(),
            {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"},
            method="PUT",
        )
        try:
            with urllib.request.urlopen(request, timeout=30, context=trusted) as answer:  # noqa: S310
                print(path, answer.status)
        except urllib.error.HTTPError as error:
            sys.exit(f"{path} was refused: {error.status} {error.read()[:500].decode(errors='replace')}")


if __name__ == "__main__":
    main()
