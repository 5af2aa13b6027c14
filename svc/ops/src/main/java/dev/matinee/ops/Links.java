package dev.matinee.ops;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the operators' other pages are, each on a host of its own before the gateway (see {@code operators.yml} there). */
final class Links {
    private final URI publicUrl;
    private final OpsConfig.Pages pages;

    Links(URI publicUrl, OpsConfig.Pages pages) {
        this.publicUrl = publicUrl;
        this.pages = pages;
    }

    /** @param name the part's one word */
    record Link(String name, URI url) {}

    List<Link> list() {
        List<Link> links = new ArrayList<>();
        String domain = pages.domain().orElse(publicUrl.getRawAuthority());
        for (String name : pages.names()) {
            links.add(new Link(name, URI.create(publicUrl.getScheme() + "://" + name + "." + domain + "/")));
        }
        Optional<URI> grafana = pages.grafana();
        grafana.ifPresent(url -> links.add(new Link("grafana", url)));
        return List.copyOf(links);
    }
}
