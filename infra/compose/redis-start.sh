#!/bin/sh
# redis-start.sh primary | replica <address of the primary> | sentinel <address of the primary> | cluster
# For the overlays. The servers write what they learn (who is primary, who else there is) into their configuration, so
# it lives on the volume; the password, REDISCLI_AUTH, is put in anew at each start.
set -eu
umask 077
role=$1
conf=/data/$role.conf

if [ ! -s "$conf" ]; then
  case $role in
    sentinel)
      # Two of three sentinels agree before another server becomes primary.
      cat >"$conf" <<END
port 26379
dir /data
sentinel monitor ketik $2 6379 2
sentinel down-after-milliseconds ketik 3000
sentinel failover-timeout ketik 10000
sentinel parallel-syncs ketik 1
END
      ;;
    cluster)
      cat >"$conf" <<END
include /etc/ketik/redis.conf
cluster-enabled yes
cluster-config-file /data/nodes.conf
cluster-node-timeout 3000
END
      ;;
    *)
      echo "include /etc/ketik/redis.conf" >"$conf"
      [ "$role" = primary ] || echo "replicaof $2 6379" >>"$conf"
      ;;
  esac
fi

grep -vE '^(requirepass|masterauth|sentinel auth-pass|sentinel sentinel-pass) ' "$conf" >"$conf.new"
echo "requirepass $REDISCLI_AUTH" >>"$conf.new"
if [ "$role" = sentinel ]; then
  echo "sentinel auth-pass ketik $REDISCLI_AUTH" >>"$conf.new"
  echo "sentinel sentinel-pass $REDISCLI_AUTH" >>"$conf.new"
else
  echo "masterauth $REDISCLI_AUTH" >>"$conf.new"
fi
mv "$conf.new" "$conf"

[ "$role" != sentinel ] || exec redis-server "$conf" --sentinel
exec redis-server "$conf"
