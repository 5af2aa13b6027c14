#!/bin/sh
# Keycloak writes its build into its own directory, so it runs from a copy; the build is kept until an option changes.
set -eu

settings=$(dirname "$0")
options="--db=postgres --http-relative-path=/auth --http-management-relative-path=/ --health-enabled=true --metrics-enabled=true"
stamp="$KEYCLOAK_WORK/built"

if [ "$(cat "$stamp" 2>/dev/null || true)" != "$KEYCLOAK_HOME $options" ]; then
    rm -rf "$KEYCLOAK_WORK"
    mkdir -p "$KEYCLOAK_WORK"
    cp -R "$KEYCLOAK_HOME/." "$KEYCLOAK_WORK"
    # shellcheck disable=SC2086 # several words
    "$KEYCLOAK_WORK/bin/kc.sh" build $options
    echo "$KEYCLOAK_HOME $options" >"$stamp"
fi

rm -rf "$KEYCLOAK_WORK/data/import"
mkdir -p "$KEYCLOAK_WORK/data/import"
cp "$settings/matinee-realm.json" "$KEYCLOAK_WORK/data/import/"
if [ "$MATINEE_DEMO" = true ]; then
    cp "$settings"/demo/matinee-users-0.json "$KEYCLOAK_WORK/data/import/"
fi

exec "$KEYCLOAK_WORK/bin/kc.sh" start --optimized --import-realm
