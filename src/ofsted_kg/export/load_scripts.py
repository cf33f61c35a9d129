"""Shell scripts that load the shards of a bulk export into a store, one for each product.

Each stands beside the shards, takes what differs between sites as arguments, and stops at the first error.
"""

from __future__ import annotations

from typing import Final

_HEAD: Final = """\
#!/bin/sh
# Loads the shards beside this script into {product}. {note}
# Usage: {name} {usage}
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"""

_VIRTUOSO: Final = """\
[ $# -ge 2 ] || { echo "usage: $0 HOST:PORT USER [PASSWORD-FILE]" >&2; exit 2; }
password=${VIRTUOSO_PASSWORD:-$( [ $# -ge 3 ] && head -n 1 "$3" || echo dba )}
isql=$(command -v isql-vt || command -v isql)
# the server reads the files itself: the folder must stand in DirsAllowed of its virtuoso.ini
"$isql" "$1" "$2" "$password" ERRORS=STDOUT VERBOSE=OFF <<END
DELETE FROM DB.DBA.LOAD_LIST WHERE ll_file LIKE '$here/%';
ld_dir('$here', '*.nq.gz', 'https://w3id.org/ofsted-kg/');
rdf_loader_run();
checkpoint;
END
failed=$("$isql" "$1" "$2" "$password" VERBOSE=OFF BANNER=OFF PROMPT=OFF \\
  "EXEC=SELECT ll_file, ll_error FROM DB.DBA.LOAD_LIST
        WHERE ll_file LIKE '$here/%' AND (ll_state <> 2 OR ll_error IS NOT NULL);" \\
  | grep "$here" || true)
[ -z "$failed" ] || { echo "$failed" >&2; exit 1; }
"""
_OXIGRAPH: Final = """\
[ $# = 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
# the server must not run on the folder meanwhile
for shard in "$here"/*.nq.gz; do
  gzip -cd "$shard" | "${OXIGRAPH:-oxigraph}" load --location "$1" --format nq
done
"${OXIGRAPH:-oxigraph}" optimize --location "$1"
"""
_QLEVER: Final = """\
[ $# = 1 ] || { echo "usage: $0 INDEX-NAME" >&2; exit 2; }
gzip -cd "$here"/*.nq.gz | IndexBuilderMain -i "$1" -F nq -f -
"""
_GRAPHDB: Final = """\
[ $# = 1 ] || { echo "usage: $0 REPOSITORY" >&2; exit 2; }
# the server must not run meanwhile; with --force the repository is replaced
importrdf load --force --id "$1" "$here"/*.nq.gz
"""
_JENA: Final = """\
[ $# = 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
tdb2.tdbloader --loc "$1" "$here"/*.nq.gz
"""
_NEPTUNE: Final = """\
[ $# = 4 ] || { echo "usage: $0 s3://BUCKET/FOLDER https://CLUSTER:8182 ROLE-ARN REGION" >&2; exit 2; }
aws s3 cp "$here" "$1" --recursive --exclude '*' --include '*.nq.gz'
curl --fail-with-body -sS -X POST -H 'Content-Type: application/json' "$2/loader" -d "{
  \\"source\\": \\"$1\\", \\"format\\": \\"nquads\\", \\"iamRoleArn\\": \\"$3\\",
  \\"region\\": \\"$4\\", \\"failOnError\\": \\"TRUE\\"
}"
"""
_RUN_IN_TESTS: Final = "Run in the tests of ofsted-kg."
_NOT_RUN: Final = "Written from its manual; not run here."
_SCRIPTS: Final = (
    ("load-virtuoso.sh", "Virtuoso", "HOST:PORT USER [PASSWORD-FILE]", _RUN_IN_TESTS, _VIRTUOSO),
    ("load-oxigraph.sh", "Oxigraph", "FOLDER", _RUN_IN_TESTS, _OXIGRAPH),
    ("load-qlever.sh", "QLever", "INDEX-NAME", _NOT_RUN, _QLEVER),
    ("load-graphdb.sh", "GraphDB", "REPOSITORY", _NOT_RUN, _GRAPHDB),
    ("load-jena-tdb2.sh", "Jena TDB2", "FOLDER", _NOT_RUN, _JENA),
    ("load-neptune.sh", "Amazon Neptune", "s3://BUCKET/FOLDER https://CLUSTER:8182 ROLE-ARN REGION", _NOT_RUN, _NEPTUNE),
)


def load_scripts() -> dict[str, str]:
    """Scripts by file name."""
    return {
        name: _HEAD.format(product=product, note=note, name=name, usage=usage) + body
        for name, product, usage, note, body in _SCRIPTS
    }
