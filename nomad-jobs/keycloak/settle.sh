#!/bin/sh
# The realm file is read once, for a realm that is not there. What may differ at a later start, the public address and
# where mail is sent, is written into the realm here; Nomad runs this again when the mail server has moved.
# shellcheck disable=SC2154 # NOMAD_… come from Nomad
set -eu

kcadm() {
    verb=$1
    shift
    KC_CLI_PASSWORD="$KC_BOOTSTRAP_ADMIN_PASSWORD" JAVA_OPTS="-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1" \
        "$KEYCLOAK_HOME/bin/kcadm.sh" "$verb" "$@" --no-config --server "http://$NOMAD_ADDR_http/auth" --realm master \
        --user "$KC_BOOTSTRAP_ADMIN_USERNAME" -r matinee
}

# Runs the rest of its arguments when the first differs from what was settled last.
settle() {
    kept="$SETTLED/settled-$1"
    wanted=$2
    shift 2
    if [ "$(cat "$kept" 2>/dev/null || true)" != "$wanted" ]; then
        "$@"
        echo "$wanted" >"$kept"
    fi
}

# A realm made before there was this role has it neither among its roles nor given to the services' client.
service_role() {
    set -- add-roles --uusername service-account-matinee-services --rolename service
    kcadm "$@" || { kcadm create roles -s name=service && kcadm "$@"; }
}

# Keycloak's own API believes what a client's token says, so the token has to say it.
may_ask() {
    client=$(kcadm get clients -q "clientId=$1" --fields id --format csv --noquotes)
    kcadm get "clients/$client/protocol-mappers/models" --fields name | grep -q "what it may ask Keycloak" ||
        kcadm create "clients/$client/protocol-mappers/models" -s "name=what it may ask Keycloak" \
            -s protocol=openid-connect -s protocolMapper=oidc-usermodel-client-role-mapper \
            -s 'config."usermodel.clientRoleMapping.clientId"=realm-management' \
            -s 'config."claim.name"=resource_access.realm-management.roles' \
            -s 'config."jsonType.label"=String' -s 'config.multivalued=true' -s 'config."access.token.claim"=true' \
            -s 'config."introspection.token.claim"=true'
}

# The roles are in what it is told of somebody, since it decides by them who may look.
grafana_client() {
    page="$MATINEE_OPERATOR_SCHEME://grafana.$MATINEE_OPERATOR_DOMAIN"
    client=$(kcadm get clients -q clientId=matinee-grafana --fields id --format csv --noquotes)
    if [ -z "$client" ]; then
        kcadm create clients -s clientId=matinee-grafana -s "name=Matinee dashboards" -s enabled=true -s protocol=openid-connect \
            -s publicClient=false -s clientAuthenticatorType=client-secret -s "secret=$GRAFANA_SECRET" -s standardFlowEnabled=true \
            -s directAccessGrantsEnabled=false -s 'attributes."pkce.code.challenge.method"=S256' \
            -s 'defaultClientScopes=["basic","profile","matinee"]'
        client=$(kcadm get clients -q clientId=matinee-grafana --fields id --format csv --noquotes)
        kcadm create "clients/$client/protocol-mappers/models" -s "name=roles where Grafana looks" -s protocol=openid-connect \
            -s protocolMapper=oidc-usermodel-realm-role-mapper -s 'config."claim.name"=realm_access.roles' \
            -s 'config."jsonType.label"=String' -s 'config.multivalued=true' -s 'config."id.token.claim"=true' \
            -s 'config."userinfo.token.claim"=true' -s 'config."access.token.claim"=false'
    fi
    kcadm update "clients/$client" -s "secret=$GRAFANA_SECRET" -s "redirectUris=[\"$page/login/generic_oauth\"]" \
        -s "attributes.\"post.logout.redirect.uris\"=$page/*"
}

# So that mail reaches people who never called us: who they are may be read, and nothing changed.
view_users() {
    kcadm add-roles --uusername service-account-matinee-services --cclientid realm-management --rolename view-users
    may_ask matinee-services
}

# So that operators see who has an account, and can disable it. The secret is not said on a line that the list of processes
# shows. The rights come last, so who has them has all.
ops_client() {
    account=service-account-matinee-ops
    kcadm get-roles --uusername "$account" --cclientid realm-management | grep -q manage-users && return
    kcadm get clients -q clientId=matinee-ops --fields clientId | grep -q matinee-ops || kcadm create clients -f - <<EOF
{
  "clientId": "matinee-ops", "name": "Matinee operations", "secret": "$MATINEE_OPS_SECRET",
  "publicClient": false, "standardFlowEnabled": false, "directAccessGrantsEnabled": false, "serviceAccountsEnabled": true,
  "fullScopeAllowed": true, "defaultClientScopes": ["basic"], "optionalClientScopes": []
}
EOF
    may_ask matinee-ops
    kcadm add-roles --uusername "$account" --cclientid realm-management --rolename view-users --rolename manage-users
}

# Asked over a plain connection: kcadm would take the processor time that Keycloak starts with.
ready() {
    bash -c 'exec 3<>"/dev/tcp/$NOMAD_IP_management/$NOMAD_PORT_management" &&
        printf "GET /health/ready HTTP/1.0\r\n\r\n" >&3 && read -r answer <&3 && [[ "$answer" == *" 200 "* ]]' 2>/dev/null
}
until ready; do
    sleep 1
done

if [ -n "$MAIL_SERVER" ]; then
    settle mail "$MAIL_SERVER $MAIL_FROM $MAIL_STARTTLS" kcadm update realms/matinee \
        -s "smtpServer.host=${MAIL_SERVER%:*}" -s "smtpServer.port=${MAIL_SERVER##*:}" -s "smtpServer.from=$MAIL_FROM" \
        -s smtpServer.fromDisplayName=Matinee -s "smtpServer.starttls=$MAIL_STARTTLS"
fi
settle web "$MATINEE_PUBLIC_URL" kcadm update clients/3b0d4c52-6a77-4c6e-9d0e-5d1a6b1c0a01 \
    -s "rootUrl=$MATINEE_PUBLIC_URL" -s "redirectUris=[\"$MATINEE_PUBLIC_URL/*\"]" \
    -s "webOrigins=[\"$MATINEE_PUBLIC_URL\"]" \
    -s "attributes.\"post.logout.redirect.uris\"=$MATINEE_PUBLIC_URL/*"

pages=""
for page in consul traefik zipkin prometheus alertmanager grafana nomad mail; do
    pages="$pages\"$MATINEE_OPERATOR_SCHEME://$page.$MATINEE_OPERATOR_DOMAIN/_gate/callback\","
done
settle gate "$MATINEE_PUBLIC_URL$pages" kcadm update clients/3b0d4c52-6a77-4c6e-9d0e-5d1a6b1c0a02 \
    -s "redirectUris=[${pages%,}]" \
    -s "attributes.\"post.logout.redirect.uris\"=$MATINEE_PUBLIC_URL/*"

settle service 1 service_role
# Grafana logs operators in by itself; where it is not run it has no client.
[ -z "$GRAFANA_SECRET" ] || settle grafana "$MATINEE_OPERATOR_SCHEME $MATINEE_OPERATOR_DOMAIN" grafana_client
settle people 1 view_users
settle ops 1 ops_client

# Stays so that Nomad has somebody to start again.
exec sleep infinity
