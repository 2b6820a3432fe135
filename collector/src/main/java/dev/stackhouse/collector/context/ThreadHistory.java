package dev.stackhouse.collector.context;

import java.util.ArrayList;
import java.util.List;

/** What a thread worked on at any moment since some time ago. Not thread-safe: it belongs to who reads. */
final class ThreadHistory {
    private final ThreadScopes scopes;
    /** In the order of time. */
    private final List<ContextInterval> past = new ArrayList<>();

    private Context current = Context.NONE;
    private long sinceTicks;
    private boolean alive = true;

    ThreadHistory(ThreadScopes scopes) {
        this.scopes = scopes;
    }

    /** Reads what the thread wrote until now. */
    void refresh() {
        // In this order: see ThreadScopes.
        alive = scopes.thread().isAlive();
        current = scopes.current();
        sinceTicks = scopes.sinceTicks();
        for (ContextInterval next = scopes.takePast(); next != null; next = scopes.takePast()) {
            past.add(next);
        }
    }

    /** What the thread worked on at a moment before the last refresh; {@link Context#NONE} also where that is not known. */
    Context at(long ticks) {
        int low = 0;
        int high = past.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (past.get(middle).untilTicks <= ticks) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // The first one that had not ended by then.
        if (low < past.size() && past.get(low).fromTicks <= ticks) {
            return past.get(low).context;
        }
        return ticks >= sinceTicks ? current : Context.NONE;
    }

    /** Forgets what ended before a moment, and says how much that was. */
    int forget(long beforeTicks) {
        int ended = 0;
        while (ended < past.size() && past.get(ended).untilTicks <= beforeTicks) {
            ended++;
        }
        past.subList(0, ended).clear();
        return ended;
    }

    /** Whether nothing is left to be known of it. */
    boolean isOver() {
        return !alive && past.isEmpty();
    }

    long lost() {
        return scopes.lost();
    }
}
