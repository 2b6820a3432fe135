package dev.stackhouse.streamer.decode;

import dev.stackhouse.streamer.partial.Declaration;
import dev.stackhouse.streamer.partial.Declaration.Rate;
import dev.stackhouse.streamer.partial.Declaration.Rates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What instances say about themselves and was not given out yet: rates and facts that changed, and once a day those that did
 * not, so that readers need not look further back and the store keeps them. An instance that is forgotten, because there are
 * too many or the task began anew, is told once more, which is harmless. Not thread-safe.
 */
final class DueDeclarations {
    static final long DAY_MILLIS = 86_400_000;

    /** What was given out last of an instance. Facts by their hash: all are told again the next day. */
    private record Given(@Nullable Rates rates, long ratesSinceMillis, int facts, long factsSinceMillis) {}

    private static final Given NOTHING = new Given(null, 0, 0, Long.MIN_VALUE);

    private final BatchColumns batch;
    private final Map<String, Given> givenByInstance;

    /**
     * @param instances that are remembered, some 500 bytes each
     */
    DueDeclarations(BatchColumns batch, int instances) {
        this.batch = batch;
        this.givenByInstance = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Given> eldest) {
                return size() > instances;
            }
        };
    }

    /** What is due of a valid batch; null if nothing is. */
    @Nullable
    Declaration take() {
        String key = batch.service + "\n" + batch.instance;
        Given given = givenByInstance.getOrDefault(key, NOTHING);
        SortedMap<String, String> facts = facts();
        boolean factsDue = !facts.isEmpty()
                && (facts.hashCode() != given.facts || isOld(given.factsSinceMillis) || given.factsSinceMillis < 0);
        Rates rates = rates();
        boolean ratesDue = rates != null && (!rates.equals(given.rates) || isOld(given.ratesSinceMillis));
        if (!factsDue && !ratesDue) {
            return null;
        }
        givenByInstance.put(
                key,
                new Given(
                        ratesDue ? rates : given.rates,
                        ratesDue ? batch.startMillis : given.ratesSinceMillis,
                        factsDue ? facts.hashCode() : given.facts,
                        factsDue ? batch.startMillis : given.factsSinceMillis));
        return new Declaration(
                batch.service,
                batch.instance,
                batch.startMillis,
                batch.sequence,
                factsDue ? facts : Collections.emptySortedMap(),
                ratesDue ? rates : null);
    }

    /** A batch that is older than what was given out came late, and says what held then. */
    private boolean isOld(long sinceMillis) {
        return batch.startMillis - sinceMillis >= DAY_MILLIS || batch.startMillis < sinceMillis;
    }

    private SortedMap<String, String> facts() {
        SortedMap<String, String> facts = new TreeMap<>();
        for (int i = 0; i < batch.factNames.size(); i++) {
            facts.put(batch.factNames.get(i), batch.factValues.get(i));
        }
        return Collections.unmodifiableSortedMap(facts);
    }

    /** Null if the batch does not say. */
    private @Nullable Rates rates() {
        if (batch.rateEvents.size() == 0 && batch.policy.isEmpty()) {
            return null;
        }
        List<Rate> rates = new ArrayList<>();
        for (int i = 0; i < batch.rateEvents.size(); i++) {
            rates.add(new Rate(
                    batch.rateEvents.get(i), batch.rateIntervals.get(i), Math.max(1, batch.rateSlowed.get(i))));
        }
        rates.sort(Comparator.comparingInt(Rate::event));
        return new Rates(List.copyOf(rates), batch.policy);
    }
}
