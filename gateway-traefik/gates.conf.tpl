# Between Traefik and the gates, on the gateway's own loopback: whichever gate is there is asked, and when none is, the answer
# is one for clients. By itself Traefik asks one gate, and says 500 when that has crashed. Nomad renders this file.
{{ with env "GATES_USER" }}user {{ . }};
{{ end }}daemon off;
worker_processes 1;
worker_rlimit_nofile 8192;
pid gates.pid;
error_log stderr crit;

events {
    worker_connections 4096;
}

http {
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    access_log off;
    server_tokens off;
    keepalive_timeout 75s;
    keepalive_requests 100000;
    # A token may be as large as the entry point lets headers be.
    large_client_header_buffers 4 40k;
    proxy_buffer_size 32k;
    proxy_buffers 4 32k;
    proxy_busy_buffers_size 64k;
    proxy_max_temp_file_size 0;

    # When none passes its check, those that did: Consul notices the crash and the return of the only one seconds late.
    upstream gate {
        {{ range service "gate" }}server {{ .Address }}:{{ .Port }} max_fails=1 fail_timeout=2s;
        {{ else }}{{ range service "gate|any" }}server {{ .Address }}:{{ .Port }} max_fails=1 fail_timeout=2s;
        {{ else }}server 127.0.0.1:1 down;
        {{ end }}{{ end }}keepalive 64;
    }

    map $http_traceparent $trace {
        "~^00-(?<trace_id>[0-9a-f]{32})-" '"$trace_id"';
        default null;
    }

    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_redirect off;
    proxy_connect_timeout 1s;
    # gate itself gives up on Redis and Keycloak sooner.
    proxy_read_timeout 15s;
    # Every question is a GET, so another gate may be asked the same.
    proxy_next_upstream error timeout;
    proxy_next_upstream_tries 2;

    server {
        listen 127.0.0.1:{{ env "NOMAD_PORT_gates" }};
        default_type application/problem+json;

        location / {
            error_page 502 504 = @away;
            proxy_pass http://gate;
        }

        # No question who it is: the gateway's own count has to do then.
        location /api/gate/v1/count/ {
            error_page 502 504 = @uncounted;
            proxy_pass http://gate;
        }

        location @uncounted {
            return 204;
        }

        location @away {
            add_header Cache-Control no-store always;
            add_header Retry-After 5 always;
            return 503 '{"type":"urn:matinee:error:unavailable","title":"Service Unavailable","status":503,"code":"unavailable","detail":"Who you are cannot be told just now; try again shortly.","trace_id":$trace}';
        }
    }
}
