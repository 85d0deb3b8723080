#!/usr/bin/env bash
# Installs the judges: programs that decide independently of this library, each at a pinned version.
#
#   install.sh         those that the conformance tests need: all but kube-score
#   install.sh NAME…   these; kube-score is for benchmarks
#
# Into $TEMPERED_JUDGES/bin, by default ~/.cache/tempered-judges/bin. What is there at its version is kept. Go's own
# build cache makes a second build fast; from nothing, kube (a whole API server) takes about ten minutes on two cores.
# Needs Go and python3 with venv. Exit 1: one could not be installed, 2: no judge of that name.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${TEMPERED_JUDGES:-$HOME/.cache/tempered-judges}
bin=$home/bin
export CGO_ENABLED=0

declare -A version=(
  [psa-check]=0.37.2    # k8s.io/pod-security-admission, the library that every API server judges pods with
  [pod-security-fixtures]=0.37.2 # the pods that its own tests allow and deny
  [kube]=1.37.2         # etcd, kube-apiserver and kubectl in one binary
  [schemas]=1.37.0      # JSON schemas of every core kind, as the pip package kubernetes-validate carries them
  [kubeconform]=0.8.0   # objects against those schemas
  [kube-score]=1.20.0
)
needed=(psa-check pod-security-fixtures kube schemas kubeconform)

# What an installed judge must be to be kept: its version and, for a program whose source is here, that source.
stamp() {
  echo "${version[$1]}"
  [ ! -d "$here/$1" ] || cat "$here/$1"/* | sha256sum | cut -c1-16
}

module() { # NAME [LDFLAGS]
  (cd "$here/$1" && go build -buildvcs=false -trimpath -ldflags="-s -w ${2:-}" -o "$bin/$1.new" . && mv "$bin/$1.new" "$bin/$1")
}

program() { GOBIN=$bin go install -trimpath -ldflags='-s -w' "$1@v$2"; } # PACKAGE VERSION

# Laid out as kubeconform reads them: the package's references point into a server, a folder needs plain file names.
schemas() { # VERSION
  [ -x "$home/python/bin/pip" ] || python3 -m venv --clear "$home/python"
  "$home/python/bin/pip" install --quiet --disable-pip-version-check "kubernetes-validate==$1"
  "$home/python/bin/python" - "$bin/schemas" <<'PYTHON'
import pathlib, shutil, sys
import kubernetes_validate
target = pathlib.Path(sys.argv[1])
shutil.rmtree(target, ignore_errors=True)
for file in (pathlib.Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema").glob("v*-local*/*.json"):
    folder = target / file.parent.name.replace("-local", "-standalone")
    folder.mkdir(parents=True, exist_ok=True)
    text = file.read_text(encoding="utf-8").replace('"$id": "https://kubernetes.io/api/', '"$comment": "')
    (folder / file.name).write_text(text.replace('"/api/_definitions.json#', '"_definitions.json#'), encoding="utf-8")
PYTHON
}

fixtures() {
  local source
  source=$(cd "$here/psa-check" && go mod download k8s.io/pod-security-admission && go list -m -f '{{.Dir}}' k8s.io/pod-security-admission)
  rm -rf "$bin/pod-security-fixtures"
  cp -r "$source/test/testdata" "$bin/pod-security-fixtures"
  chmod -R u+w "$bin/pod-security-fixtures" # modules are read-only
}

install() { # NAME
  local v=${version[$1]} build=k8s.io/component-base/version
  if [ "$(cat "$home/$1.version" 2>/dev/null)" = "$(stamp "$1")" ] && [ -e "$bin/$1" ]; then return; fi
  echo "installing $1 $v" >&2
  case $1 in
    psa-check) module psa-check ;;
    kube) module kube "-X $build.gitVersion=v$v -X $build.gitMajor=1 -X $build.gitMinor=37" ;;
    kubeconform) program github.com/yannh/kubeconform/cmd/kubeconform "$v" ;;
    kube-score) program github.com/zegl/kube-score/cmd/kube-score "$v" ;;
    schemas) schemas "$v" ;;
    pod-security-fixtures) fixtures ;;
  esac
  stamp "$1" >"$home/$1.version"
}

[ $# -gt 0 ] || set -- "${needed[@]}"
for name in "$@"; do
  [ -n "${version[$name]:-}" ] || { echo "no judge named $name; there are: ${!version[*]}" >&2; exit 2; }
done
mkdir -p "$bin"
exec 9>"$home/.lock" && flock 9 # two at once would write the same files
for name in "$@"; do install "$name"; done
