#!/usr/bin/env bash
# A real Docker engine, with an outside world of its own.
#
#   engine.sh start DIR LINE   LINE: 29, or 20 for Debian's 20.10; waits until it answers and prints its DOCKER_HOST
#   engine.sh stop DIR         ends it with all that it started; logs stay
#
# It lives in mount, network and process namespaces of its own: its bridges, packet filter, mounts and containers are
# not the machine's, and none is left when the first process of those namespaces is gone. For containers, that network
# namespace is the host: on all its addresses a service listens at port 8099. Behind it lies a second namespace that stands for the
# outside: 203.0.113.2 (an address for documentation, RFC 5737) and 169.254.169.254, both with a service at port 80, and the
# name server that everybody asks.
# No packet leaves the two. DIR/daemon.json is read where there is one. DIR must be short: a socket's path has 107 characters.
set -euo pipefail
bin=${TEMPERED_JUDGES:-$HOME/.cache/tempered-judges}/bin
verb=${1:?start or stop} dir=${2:?a folder}
mkdir -p "$dir" && dir=$(cd "$dir" && pwd)
parent=tempered-$(basename "$dir")
source "$(dirname "$0")/outside.sh"
export DOCKER_HOST=unix://$dir/docker.sock DOCKER_CONFIG=$dir/client

alive() {
  local pid
  pid=$(cat "$dir/pid" 2>/dev/null) && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "engine.sh inside $dir "
}

start() {
  alive && { echo "$DOCKER_HOST"; return; }
  [ -f "$dir/daemon.json" ] || echo '{}' >"$dir/daemon.json"
  setsid unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private \
    "$0" inside "$dir" "$1" >"$dir/dockerd.log" 2>&1 </dev/null &
  echo $! >"$dir/pid"
  for _ in $(seq 150); do
    if docker version >/dev/null 2>&1 && [ -e "$dir/ready" ]; then echo "$DOCKER_HOST"; return; fi
    kill -0 "$(cat "$dir/pid")" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 5 "$dir/dockerd.log" >&2
  stop
  exit 1
}

# Process 1 of the namespaces.
inside() {
  case $1 in
    29) export PATH=$bin:$PATH ;;
    20) export PATH=$bin/docker-20/usr/sbin:$bin/docker-20/usr/bin:$PATH ;;
    *) echo "no engine of the line $1" >&2; exit 2 ;;
  esac
  mkdir -p /etc/docker "$dir/www/host" "$dir/www/outside"
  mount -t tmpfs none /etc/docker # 20.10 leaves a key there
  mount -t tmpfs none /run        # sockets and locks of other engines
  echo 'nameserver 203.0.113.2' >"$dir/resolv.conf"
  mount --bind "$dir/resolv.conf" /etc/resolv.conf
  ip link set lo up
  outside
  echo host >"$dir/www/host/index.html"
  busybox httpd -f -p 0.0.0.0:8099 -h "$dir/www/host" &
  touch "$dir/ready"
  dockerd --config-file "$dir/daemon.json" --data-root "$dir/data" --exec-root "$dir/exec" --pidfile "$dir/dockerd.pid" \
    --host "$DOCKER_HOST" --cgroup-parent "/$parent" --default-address-pool base=172.30.0.0/16,size=24
}

outside() {
  make_outside
  echo outside >"$dir/www/outside/index.html"
  nsenter --net --target $outside python3 "$(dirname "$0")/name-server.py" 203.0.113.2 &
  for address in 203.0.113.2 169.254.169.254; do
    nsenter --net --target $outside busybox httpd -f -p $address:80 -h "$dir/www/outside" &
  done
}

stop() {
  if alive; then
    timeout 20 docker swarm leave --force >/dev/null 2>&1 || true
    timeout 30 docker ps -aq 2>/dev/null | timeout 60 xargs -r docker rm -fv >/dev/null 2>&1 || true
    kill -9 "$(cat "$dir/pid")" 2>/dev/null || true
    for _ in $(seq 100); do alive || break; sleep 0.1; done
  fi
  rm -f "$dir/pid" "$dir/dockerd.pid" "$dir/ready"
  for _ in $(seq 20); do # processes that were killed leave their cgroups a moment later
    find /sys/fs/cgroup -depth -type d -path "*/$parent*" -exec rmdir {} + 2>/dev/null && break
    sleep 0.1
  done
  rm -rf "$dir/data" "$dir/exec"
}

case $verb in
  start) start "${3:?29 or 20}" ;;
  inside) inside "$3" ;;
  stop) stop ;;
  *) echo 'start or stop' >&2; exit 2 ;;
esac
