package dev.stackhouse.demo.search;

import dev.stackhouse.demo.catalogue.Catalogue;
import dev.stackhouse.demo.catalogue.Product;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Filters, scores, sorts and groups the whole catalogue for every query; there is no index. Stateless. */
final class ProductSearch {
    private static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::score)
            .reversed()
            .thenComparing(hit -> hit.product().priceCents())
            .thenComparing(hit -> hit.product().sku());

    private final Catalogue catalogue;
    private final RelevanceScorer scorer = new RelevanceScorer();

    ProductSearch(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    SearchResult search(SearchQuery query) {
        List<Hit> hits = rankByRelevance(findMatches(query));
        return new SearchResult(
                hits.size(),
                countByCategory(hits),
                hits.stream().limit(query.limit()).map(ProductSearch::summary).toList());
    }

    private List<Hit> findMatches(SearchQuery query) {
        return catalogue.products().stream()
                .filter(product -> product.priceCents() <= query.maxPriceCents())
                .map(product -> new Hit(product, scorer.score(product, query.terms())))
                .filter(hit -> hit.score() > 0)
                .toList();
    }

    private static List<Hit> rankByRelevance(List<Hit> hits) {
        return hits.stream().sorted(BEST_FIRST).toList();
    }

    private static Map<String, Long> countByCategory(List<Hit> hits) {
        return hits.stream()
                .collect(Collectors.groupingBy(hit -> hit.product().category(), TreeMap::new, Collectors.counting()));
    }

    private static SearchResult.Summary summary(Hit hit) {
        Product product = hit.product();
        return new SearchResult.Summary(product.sku(), product.title(), product.category(), product.priceCents());
    }
}
