#!/usr/bin/env bash
# A real API server with etcd on loopback, for admission tests.
#   api-server.sh start DIR   start, wait until ready, print the path of a kubeconfig; nothing new where it runs already
#   api-server.sh kubeconfig DIR   print that path again, exit 1 when it does not run
#   api-server.sh stop DIR    stop both, keep the logs
# DIR keeps certificates, data, logs and process ids. Ports: KUBE_PORT (6443) and the two after it.
set -euo pipefail
kube=${TEMPERED_JUDGES:-$HOME/.cache/tempered-judges}/bin/kube
verb=${1:?start, kubeconfig or stop} dir=${2:?a folder}
port=${KUBE_PORT:-6443}
[ ! -d "$dir" ] || dir=$(cd "$dir" && pwd)

alive() { # NAME: the process of its pid file is still the one that was started for DIR
  local pid command
  pid=$(cat "$dir/$1.pid" 2>/dev/null) && command=$(tr '\0' ' ' 2>/dev/null < "/proc/$pid/cmdline") || return 1
  [[ $command == *"kube $1 "*"$dir/"* ]]
}

stop() {
  for name in kube-apiserver etcd; do
    if alive "$name"; then
      kill "$(cat "$dir/$name.pid")"
      for _ in $(seq 75); do alive "$name" || break; sleep 0.2; done
      ! alive "$name" || kill -9 "$(cat "$dir/$name.pid")"
    fi
    rm -f "$dir/$name.pid"
  done
}

start() {
  mkdir -p "$dir"
  dir=$(cd "$dir" && pwd)
  if alive kube-apiserver && alive etcd; then echo "$dir/kubeconfig"; return; fi
  stop # what is left of a start that broke off
  token=$(openssl rand -hex 16)
  echo "$token,admin,admin,system:masters" > "$dir/tokens.csv"
  chmod 600 "$dir/tokens.csv"
  openssl genrsa -out "$dir/sa.key" 2048 2>/dev/null
  "$kube" etcd --data-dir "$dir/etcd" \
    --listen-client-urls "http://127.0.0.1:$((port + 1))" --advertise-client-urls "http://127.0.0.1:$((port + 1))" \
    --listen-peer-urls "http://127.0.0.1:$((port + 2))" >"$dir/etcd.log" 2>&1 &
  echo $! > "$dir/etcd.pid"
  "$kube" kube-apiserver --etcd-servers "http://127.0.0.1:$((port + 1))" \
    --bind-address 127.0.0.1 --advertise-address 127.0.0.1 --endpoint-reconciler-type none --secure-port "$port" --cert-dir "$dir/certs" \
    --service-cluster-ip-range 10.0.0.0/24 --authorization-mode RBAC --token-auth-file "$dir/tokens.csv" \
    --service-account-issuer https://kubernetes.default.svc --service-account-signing-key-file "$dir/sa.key" \
    --service-account-key-file "$dir/sa.key" --disable-admission-plugins ServiceAccount --allow-privileged \
    --runtime-config "${KUBE_RUNTIME_CONFIG:-api/all=true}" ${KUBE_APISERVER_FLAGS:-} >"$dir/kube-apiserver.log" 2>&1 &
  echo $! > "$dir/kube-apiserver.pid"
  cat > "$dir/kubeconfig" <<EOF
apiVersion: v1
kind: Config
clusters: [{name: conformance, cluster: {server: "https://127.0.0.1:$port", insecure-skip-tls-verify: true}}]
users: [{name: admin, user: {token: "$token"}}]
contexts: [{name: conformance, context: {cluster: conformance, user: admin}}]
current-context: conformance
EOF
  chmod 600 "$dir/kubeconfig"
  for _ in $(seq 120); do
    if "$kube" kubectl --kubeconfig "$dir/kubeconfig" get --raw /readyz >/dev/null 2>&1; then
      echo "$dir/kubeconfig"
      return
    fi
    kill -0 "$(cat "$dir/kube-apiserver.pid")" 2>/dev/null || break
    sleep 0.5
  done
  tail -n 20 "$dir/kube-apiserver.log" "$dir/etcd.log" >&2
  stop
  exit 1
}

case $verb in
  start) start ;;
  kubeconfig) alive kube-apiserver && echo "$dir/kubeconfig" ;;
  stop) stop ;;
  *) echo "start, kubeconfig or stop" >&2; exit 2 ;;
esac
