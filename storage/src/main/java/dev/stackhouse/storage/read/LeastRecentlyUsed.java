package dev.stackhouse.storage.read;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A map that forgets what was not used for longest once its entries weigh more than a bound. Thread-safe. */
final class LeastRecentlyUsed<K, V> {
    private final LinkedHashMap<K, V> entries = new LinkedHashMap<>(1_024, 0.75f, true);
    private final ToIntFunction<V> weigher;
    private final long maxWeight;
    private long weight;

    LeastRecentlyUsed(long maxWeight, ToIntFunction<V> weigher) {
        this.maxWeight = maxWeight;
        this.weigher = weigher;
    }

    synchronized @Nullable V get(K key) {
        return entries.get(key);
    }

    synchronized void put(K key, V value) {
        V former = entries.put(key, value);
        weight += weigher.applyAsInt(value) - (former == null ? 0 : weigher.applyAsInt(former));
        var eldest = entries.entrySet().iterator();
        while (weight > maxWeight && eldest.hasNext()) {
            Map.Entry<K, V> entry = eldest.next();
            weight -= weigher.applyAsInt(entry.getValue());
            eldest.remove();
        }
    }

    synchronized int size() {
        return entries.size();
    }
}
