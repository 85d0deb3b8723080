# Sourced by engine.sh and node.sh, whose namespaces it gives an outside: 203.0.113.2 (an address for documentation, RFC 5737) and
# 169.254.169.254, in a network namespace of their own behind this one. Sets `outside` to the process that holds it, for nsenter.
make_outside() {
  unshare --net sleep infinity &
  outside=$!
  until [ "$(readlink /proc/$outside/ns/net)" != "$(readlink /proc/self/ns/net)" ] && [ "$(cat /proc/$outside/comm)" = sleep ]; do sleep 0.02; done
  ip link add outside type veth peer name eth0 netns $outside
  ip address add 203.0.113.1/24 dev outside
  ip link set outside up
  nsenter --net --target $outside sh -ec '
    ip link set lo up
    ip address add 203.0.113.2/24 dev eth0
    ip address add 169.254.169.254/32 dev lo
    ip link set eth0 up
  '
  ip route add 169.254.169.254/32 via 203.0.113.2
}
