#!/usr/bin/env bash
# A real cluster of one node, with an outside world of its own: etcd, API server, controllers, scheduler, kubelet, containerd,
# a bridge for pods, and kube-router, which has the kernel's packet filter enforce NetworkPolicies.
#
#   node.sh start DIR               waits until the node is ready
#   node.sh kubectl DIR ARGUMENT…   kubectl against it
#   node.sh image DIR ROOTFS NAME   makes an image of one layer from a folder; ENTRYPOINT is a JSON list, none by default
#   node.sh stop DIR                ends it with all that it started; logs stay
#
# It lives in mount, network and process namespaces of its own: its bridge, packet filter, mounts and containers are not the
# machine's, and none is left when the first process of those namespaces is gone. That network namespace is the node. Behind it lies a
# second one that stands for the outside: 203.0.113.2 (an address for documentation, RFC 5737) and 169.254.169.254, both with
# a service at the ports 80, 443 and 53. No packet leaves the two. It has no service proxy and no name server of a cluster; a pod
# can stand for one. DIR must be short: a socket's path has 107 characters.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=${TEMPERED_JUDGES:-$HOME/.cache/tempered-judges}/bin
verb=${1:?start, kubectl, image or stop} dir=${2:?a folder}
mkdir -p "$dir" && dir=$(cd "$dir" && pwd)
shift 2
source "$here/outside.sh"
cgroup=tempered-$(basename "$dir")
address=10.244.255.1 # of the node, on a bridge of its own

alive() {
  local pid
  pid=$(cat "$dir/pid" 2>/dev/null) && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "node.sh inside $dir"
}

# In the namespaces, whose first process is the child of the one that made them.
entered() {
  local first
  alive || { echo "no node runs in $dir" >&2; exit 1; }
  first=$(cat /proc/"$(cat "$dir/pid")"/task/*/children)
  nsenter --target "${first%% *}" --mount --net --pid "$@"
}

kubectl() { "$bin/kube" kubectl --kubeconfig "$dir/kubeconfig" "$@"; }
ctr() { "$bin/ctr" --address "$dir/containerd.sock" --namespace k8s.io "$@"; }

until_true() { # SECONDS COMMAND…
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { echo "gave up waiting for: $*" >&2; return 1; }
    sleep 0.3
  done
}

start() {
  if alive; then return; fi
  command -v ipset >/dev/null || { echo 'no ipset: without it no policy would be enforced' >&2; exit 1; }
  setsid unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private \
    "$0" inside "$dir" >"$dir/node.log" 2>&1 </dev/null &
  echo $! >"$dir/pid"
  for _ in $(seq 600); do
    [ ! -e "$dir/ready" ] || return 0
    kill -0 "$(cat "$dir/pid")" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 8 "$dir"/*.log >&2
  stop
  exit 1
}

daemon() { # NAME COMMAND…
  local name=$1
  shift
  "$@" >"$dir/$name.log" 2>&1 &
}

# Process 1 of the namespaces.
inside() {
  export PATH=$bin:$PATH KUBE_PORT=6443
  mount -t tmpfs none /run # sockets and locks of others
  ip link set lo up
  outside
  ip link add node type bridge
  ip address replace "$address/32" dev node
  ip link set node up
  configuration
  control_groups
  daemon containerd containerd --config "$dir/containerd.toml"
  until_true 30 ctr version
  local pause
  pause=$(mktemp -d)
  mkdir "$pause/bin"
  cp "$(command -v busybox)" "$pause/bin/sleep"
  ENTRYPOINT='["/bin/sleep", "2147483647"]' image "$pause" tempered.test/pause:1
  rm -r "$pause"
  KUBE_APISERVER_FLAGS='--kubelet-preferred-address-types InternalIP' "$here/api-server.sh" start "$dir" >/dev/null
  daemon kube-controller-manager kube kube-controller-manager --kubeconfig "$dir/kubeconfig" --leader-elect=false \
    --service-account-private-key-file "$dir/sa.key" --allocate-node-cidrs --cluster-cidr 10.244.0.0/16 --bind-address 127.0.0.1
  daemon kube-scheduler kube kube-scheduler --kubeconfig "$dir/kubeconfig" --leader-elect=false --bind-address 127.0.0.1
  daemon kubelet kube kubelet --config "$dir/kubelet.yaml" --kubeconfig "$dir/kubeconfig" --root-dir "$dir/kubelet" \
    --hostname-override node --node-ip $address
  until_true 90 sh -c "kube kubectl --kubeconfig '$dir/kubeconfig' get node node | grep -qw Ready"
  NODE_NAME=node daemon kube-router kube-router --kubeconfig "$dir/kubeconfig" --run-firewall --run-router=false \
    --run-service-proxy=false --run-loadbalancer=false --hostname-override node --metrics-port 0
  touch "$dir/ready"
  wait
}

# Of its own, so that nothing is left in those of the machine: one in each hierarchy, or in the only one of version 2.
control_groups() {
  local hierarchies=(/sys/fs/cgroup) at file
  [ -e /sys/fs/cgroup/cgroup.controllers ] || hierarchies=(/sys/fs/cgroup/*)
  for at in "${hierarchies[@]}"; do
    [ ! -L "$at" ] || continue
    mkdir -p "$at/$cgroup"
    for file in cpuset.cpus cpuset.mems; do # without them no process may enter
      [ ! -e "$at/$cgroup/$file" ] || [ -s "$at/$cgroup/$file" ] || cat "$at/$file" >"$at/$cgroup/$file"
    done
  done
}

configuration() {
  mkdir -p "$dir/cni" "$dir/manifests"
  cat >"$dir/cni/10-bridge.conflist" <<EOF
{"cniVersion": "1.0.0", "name": "pods", "plugins": [{"type": "bridge", "bridge": "pods", "isGateway": true, "ipMasq": false, "hairpinMode": true,
"ipam": {"type": "host-local", "ranges": [[{"subnet": "10.244.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
EOF
  cat >"$dir/containerd.toml" <<EOF
version = 3
root = "$dir/containerd"
state = "$dir/containerd-state"
[grpc]
  address = "$dir/containerd.sock"
[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = "tempered.test/pause:1"
[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
[plugins."io.containerd.cri.v1.runtime"]
  restrict_oom_score_adj = true
[plugins."io.containerd.cri.v1.runtime".cni]
  bin_dirs = ["$bin"]
  conf_dir = "$dir/cni"
EOF
  cat >"$dir/kubelet.yaml" <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $address
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
cgroupDriver: cgroupfs
cgroupRoot: /$cgroup
failCgroupV1: false
failSwapOn: false
containerRuntimeEndpoint: unix://$dir/containerd.sock
staticPodPath: $dir/manifests
seccompDefault: true
evictionHard: {memory.available: 50Mi}
EOF
}

outside() {
  make_outside
  nsenter --net --target $outside ip route add default via 203.0.113.1 # pods keep their addresses
  echo 1 >/proc/sys/net/ipv4/ip_forward
  mkdir -p "$dir/www"
  echo outside >"$dir/www/index.html"
  for host in 203.0.113.2 169.254.169.254; do
    for port in 80 443 53; do nsenter --net --target $outside busybox httpd -f -p $host:$port -h "$dir/www" & done
  done
}

image() { # ROOTFS NAME
  local work
  work=$(mktemp -d)
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$1" -cf "$work/layer.tar" .
  printf '{"architecture": "amd64", "os": "linux", "config": {"Env": ["PATH=/bin"], "Entrypoint": %s}, "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}' \
    "${ENTRYPOINT:-null}" "$(sha256sum "$work/layer.tar" | cut -d' ' -f1)" >"$work/config.json"
  printf '[{"Config": "config.json", "RepoTags": ["%s"], "Layers": ["layer.tar"]}]' "$2" >"$work/manifest.json"
  tar -C "$work" -cf "$work/image.tar" manifest.json config.json layer.tar
  ctr images import "$work/image.tar" >/dev/null
  rm -r "$work"
}

stop() {
  if alive; then
    entered timeout 60 "$bin/kube" kubectl --kubeconfig "$dir/kubeconfig" delete namespaces --all --wait=false >/dev/null 2>&1 || true
    kill -9 "$(cat "$dir/pid")" 2>/dev/null || true
    for _ in $(seq 100); do alive || break; sleep 0.1; done
  fi
  for _ in $(seq 50); do # processes that were killed leave their control groups a moment later
    find /sys/fs/cgroup -depth -type d -path "*/$cgroup*" -exec rmdir {} + 2>/dev/null && break
    sleep 0.1
  done
  rm -rf "$dir"/{pid,ready,containerd,containerd-state,kubelet,etcd,certs,sa.key,tokens.csv,kubeconfig}
}

case $verb in
  start) start ;;
  inside) inside ;;
  kubectl) entered "$bin/kube" kubectl --kubeconfig "$dir/kubeconfig" "$@" ;;
  image) entered "$0" image-inside "$dir" "$@" ;;
  image-inside) image "$@" ;;
  stop) stop ;;
  *) echo 'start, kubectl, image or stop' >&2; exit 2 ;;
esac
