# Rendered by Nomad; everything that differs between machines is in this file, the rest in the files it includes.
# With daemon off and -p <writable folder>, nothing is written outside that folder and the allocation's data folder.
{{ with env "CDN_USER" }}user {{ . }};
{{ end }}daemon off;
worker_processes {{ envOrDefault "CDN_WORKERS" "auto" }};
worker_rlimit_nofile 8192;
pcre_jit on;
pid nginx.pid;
# An error line carries the request line, so with it the path token: only what an operator must see is written.
error_log stderr crit;
load_module {{ envOrDefault "CDN_MODULES" "/usr/lib/nginx/modules" }}/ngx_http_js_module.so;

events {
    worker_connections 4096;
}

http {
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;

    proxy_cache_path {{ env "NOMAD_ALLOC_DIR" }}/data/media levels=1:2 keys_zone=media:32m
                     max_size={{ envOrDefault "CDN_CACHE_SIZE" "10g" }} inactive=30d use_temp_path=off;
    proxy_cache_path {{ env "NOMAD_ALLOC_DIR" }}/data/access levels=1:2 keys_zone=access:8m
                     max_size=64m inactive=10s use_temp_path=off;

    # S3, path-style; anonymous reads of the buckets media and web.
    upstream s3 {
        {{ range service "seaweedfs" }}server {{ .Address }}:{{ .Port }} max_fails=3 fail_timeout=2s;
        {{ else }}server 127.0.0.1:1 down;
        {{ end }}keepalive 32;
    }

    upstream access {
        server 127.0.0.1:{{ env "NOMAD_PORT_access" }};
        keepalive 16;
    }

    upstream catalog {
        {{ range service "catalog" }}server {{ .Address }}:{{ .Port }} max_fails=3 fail_timeout=1s;
        {{ else }}server 127.0.0.1:1 down;
        {{ end }}keepalive 16;
    }

    # js_var $cdn_keys "<kid>:<base64>[,…]";
    include {{ env "NOMAD_SECRETS_DIR" }}/keys.conf;
    include http.conf;
    access_log {{ envOrDefault "CDN_ACCESS_LOG" "/dev/stdout" }} cdn buffer=64k flush=1s;

    server {
        listen {{ envOrDefault "CDN_ADDRESS" "0.0.0.0" }}:{{ env "NOMAD_PORT_http" }} backlog=1024;
        include server.conf;
    }

    # Only /_access comes here, once per token and window: what it costs to look at a token is not paid for each segment.
    server {
        listen 127.0.0.1:{{ env "NOMAD_PORT_access" }};
        include access.conf;
    }
}
