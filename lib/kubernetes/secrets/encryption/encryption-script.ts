/**
 * What runs on a control plane node. Keys are made and filled in there: they stand in files of root alone, never in an argument (which
 * every process of the node could read), and nothing prints them.
 */
export const ENCRYPTION_SCRIPT = `#!/bin/sh
# Keys of etcd's encryption, on a control plane node.
#
#   encryption.sh generate KEYS NAME            makes the key NAME in the folder KEYS, unless it is there
#   encryption.sh fingerprint KEYS NAME         a digest of it: the same on every node
#   encryption.sh render TEMPLATE KEYS TARGET   fills the keys in and writes the file for --encryption-provider-config
#   encryption.sh rewrite RESOURCE...           writes every object again, with the key that comes first
#
# Generate a key on one node and copy it to the others over a channel that you trust. No verb prints a key.
set -eu
umask 077

key() { # KEYS NAME: the path of a key that is whole
  [ -f "$1/$2" ] || { echo "there is no key $2 in $1: generate it here, or copy it from the node where it was" >&2; exit 1; }
  [ "$(base64 -d <"$1/$2" 2>/dev/null | wc -c)" -eq 32 ] || { echo "the key $2 in $1 is not 32 bytes in Base64" >&2; exit 1; }
  echo "$1/$2"
}

case "\${1:-}" in
  generate)
    mkdir -p "$2"
    if [ -e "$2/$3" ]; then key "$2" "$3" >/dev/null; exit 0; fi
    head -c 32 /dev/urandom | base64 >"$2/$3.unfinished"
    mv "$2/$3.unfinished" "$2/$3"
    ;;
  fingerprint) base64 -d <"$(key "$2" "$3")" | sha256sum | cut -d' ' -f1 ;;
  render)
    for name in $(sed -n 's/.*@key:\\([a-z0-9.-]*\\)@.*/\\1/p' "$2"); do key "$3" "$name" >/dev/null; done
    awk -v keys="$3" '{
      while (match($0, /@key:[a-z0-9.-]*@/)) {
        file = keys "/" substr($0, RSTART + 5, RLENGTH - 6)
        if ((getline secret < file) != 1) exit 1
        close(file)
        $0 = substr($0, 1, RSTART - 1) secret substr($0, RSTART + RLENGTH)
      }
      print
    }' "$2" >"$4.unfinished"
    mv "$4.unfinished" "$4"
    ;;
  rewrite)
    shift
    for resource in "$@"; do kubectl get "$resource" --all-namespaces --output json | kubectl replace --filename -; done
    ;;
  *) sed -n '2,9s/^# \\{0,1\\}//p' "$0" >&2; exit 2 ;;
esac
`;
