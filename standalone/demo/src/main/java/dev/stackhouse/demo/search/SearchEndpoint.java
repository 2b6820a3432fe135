package dev.stackhouse.demo.search;

import dev.stackhouse.demo.catalogue.Catalogue;
import dev.stackhouse.demo.http.Endpoint;
import dev.stackhouse.demo.http.Reply;
import dev.stackhouse.demo.http.Request;

/** GET /search?q=WORDS, with maxPriceCents and limit. */
public final class SearchEndpoint implements Endpoint {
    private final ProductSearch search;

    public SearchEndpoint(Catalogue catalogue) {
        this.search = new ProductSearch(catalogue);
    }

    @Override
    public Reply answer(Request request) {
        return Reply.json(search.search(SearchQuery.parse(request)));
    }
}
