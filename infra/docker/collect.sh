#!/bin/sh
# collect.sh <folder>: what the image needs of a built tree, in the same places, so that relative paths hold.
set -eu
out=$1
mkdir -p "$out"
for program in services/gateway services/tcp-edge services/matchmaker infra/docker; do
  mkdir -p "$out/$program"
  cp -r "$program/dist" "$out/$program/"
done
mkdir -p "$out/apps/web"
cp -r apps/web/dist "$out/apps/web/"
cp infra/docker/run.mjs infra/docker/refuse-development-secrets.mjs infra/docker/healthy "$out/"
# The bundles are modules.
printf '{"name":"ketik","private":true,"type":"module"}\n' >"$out/package.json"

# Of uWebSockets.js, which carries 180 MB of binaries, the one for this platform and Node.js.
uws=services/gateway/node_modules/uWebSockets.js
binary=$(node -p '`uws_${process.platform}_${process.arch}_${process.versions.modules}.node`')
mkdir -p "$out/$uws"
cp "$uws/package.json" "$uws/uws.js" "$uws/ESM_wrapper.mjs" "$uws/LICENSE" "$uws/$binary" "$out/$uws/"

# The client library that pages of Socket.IO load from the server.
client=services/gateway/node_modules/socket.io/client-dist
mkdir -p "$out/$client"
cp "$client"/socket.io*.js "$out/$client/"
