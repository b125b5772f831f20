#!/bin/sh
# redis-join.sh <name> …: makes one Redis Cluster of fresh nodes, a replica to each primary; does nothing where it is one.
set -eu
if ! redis-cli -h "$1" cluster info | grep -q cluster_state:ok; then
  nodes=
  for name in "$@"; do
    nodes="$nodes $(getent hosts "$name" | awk '{ print $1; exit }'):6379"
  done
  # shellcheck disable=SC2086 # a list of words
  redis-cli --cluster create $nodes --cluster-replicas 1 --cluster-yes
fi
# Every node must see every slot held before the first client asks.
for name in "$@"; do
  tries=0
  until redis-cli -h "$name" cluster info | grep -q cluster_state:ok; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || { echo "$name does not see the cluster whole" >&2; exit 1; }
    sleep 0.5
  done
done
