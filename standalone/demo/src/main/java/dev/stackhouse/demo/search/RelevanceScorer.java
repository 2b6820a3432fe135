package dev.stackhouse.demo.search;

import dev.stackhouse.demo.catalogue.Product;
import java.util.List;

/** How well a product answers a query: every term must match some word of its title, with a typo if need be. Stateless. */
final class RelevanceScorer {
    private static final double EXACT = 3;
    private static final double PREFIX = 2;
    private static final double TYPO = 1;

    /** 0 if a term matches nothing. */
    double score(Product product, List<String> terms) {
        double score = 0;
        for (String term : terms) {
            double best = bestMatch(term, product.titleWords());
            if (best == 0) {
                return 0;
            }
            score += best;
        }
        return score + product.rating() / 10;
    }

    private static double bestMatch(String term, List<String> words) {
        double best = 0;
        for (String word : words) {
            if (word.equals(term)) {
                return EXACT;
            }
            if (word.startsWith(term)) {
                best = Math.max(best, PREFIX);
            } else if (best < TYPO && editDistance(term, word) <= typosAllowed(term)) {
                best = TYPO;
            }
        }
        return best;
    }

    private static int typosAllowed(String term) {
        return term.length() < 4 ? 0 : 1;
    }

    /** Levenshtein's, with two rows. */
    static int editDistance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substitution = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[right.length()];
    }
}
