#!/bin/sh
# Starts Grafana (its image's /run.sh). Refuses the password of the development file where the port is published on more than
# a loopback address, as the other images do (infra/docker/refuse-development-secrets.mjs).
set -eu
case ${GF_SECURITY_ADMIN_PASSWORD:-} in
  *development-only*)
    case ${METRICS_ADDRESS:-} in
      127.*.*.* | ::1 | localhost) ;;
      *)
        echo "ketik: GRAFANA_PASSWORD from the development file, with Grafana published on ${METRICS_ADDRESS:-an address unknown}: set a password of your own (docs/operations.md)" >&2
        exit 2
        ;;
    esac
    ;;
esac
exec "${GRAFANA_PROGRAM:-/run.sh}"
