#!/bin/sh
# Elasticsearch writes its keystore beside its settings, so those stand in a folder of this allocation.
set -eu

settings=$(dirname "$0")
mkdir -p "$ES_DATA"
cp "$settings/jvm.options" "$settings/log4j2.properties" "$ES_PATH_CONF/"
exec "$ES_HOME/bin/elasticsearch"
