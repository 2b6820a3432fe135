package dev.stackhouse.collector.context;

import dev.stackhouse.collector.Notices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what the threads of samples worked on, within bounds: a program that labels by request would make every stack a new one. Of
 * more values of a label than {@link #MOST_VALUES}, or more combinations of labels than {@link #MOST_SETS}, the others
 * are left out. Not thread-safe; one per recording.
 */
public final class SampleContexts {
    /** In place of a thread's id where no Java thread is known. */
    public static final long NO_THREAD = 0;

    static final int MOST_LABELS = 8;
    static final int MOST_VALUES = 200;
    static final int MOST_SETS = 1_000;

    /** Stands for all names that are none. */
    private static final String IMPOSSIBLE = "?";

    private static final String SUBJECT = "labels";

    private final Contexts contexts;
    private final IdentityHashMap<Context, SampleContext> resolved = new IdentityHashMap<>();
    private final Map<String, Set<String>> valuesOfName = new HashMap<>();
    private final Set<List<String>> sets = new HashSet<>();
    private final Set<String> excessive = new HashSet<>();

    /** Of samples that were taken until now. */
    public SampleContexts(Contexts contexts) {
        this.contexts = contexts;
        contexts.refresh();
    }

    /** Whether nothing is known of any thread. */
    public boolean isEmpty() {
        return contexts.threads() == 0;
    }

    /**
     * What a thread worked on when a sample was taken.
     *
     * @param nativeThreadId the operating system's
     * @param threadId that of the Java thread that is known on it, or {@link #NO_THREAD}
     * @param ticks of the profiler's clock
     */
    public SampleContext at(int nativeThreadId, long threadId, long ticks) {
        Context context = contexts.at(nativeThreadId, threadId, ticks);
        return context == Context.NONE ? SampleContext.NONE : resolved.computeIfAbsent(context, this::resolve);
    }

    private SampleContext resolve(Context innermost) {
        Map<String, String> valueOfName = new TreeMap<>();
        Span span = null;
        boolean isSpanKnown = false;
        for (Context context = innermost; context != Context.NONE; context = context.outer) {
            if (!context.isSpan) {
                valueOfName.putIfAbsent(context.name, context.value);
            } else if (!isSpanKnown) {
                span = Span.of(context.name, context.value);
                isSpanKnown = true;
            }
        }
        return of(labels(valueOfName), span);
    }

    private List<String> labels(Map<String, String> valueOfName) {
        List<String> labels = new ArrayList<>(valueOfName.size());
        for (Map.Entry<String, String> label : valueOfName.entrySet()) {
            String name = label.getKey();
            if (labels.size() == MOST_LABELS || !isFew(name, label.getValue())) {
                excessive.add(Labels.isName(name) ? name : IMPOSSIBLE);
            } else {
                labels.add(Labels.written(name, label.getValue()));
            }
        }
        if (sets.contains(labels) || (sets.size() < MOST_SETS && sets.add(labels))) {
            return labels;
        }
        for (String label : labels) {
            excessive.add(label.substring(0, label.indexOf('=')));
        }
        return new ArrayList<>();
    }

    private boolean isFew(String name, String value) {
        if (!Labels.isName(name) || (valuesOfName.size() == MOST_VALUES && !valuesOfName.containsKey(name))) {
            return false;
        }
        Set<String> values = valuesOfName.computeIfAbsent(name, any -> new HashSet<>());
        return values.contains(value) || (values.size() < MOST_VALUES && values.add(value));
    }

    private static SampleContext of(List<String> labels, @Nullable Span span) {
        return labels.isEmpty() && span == null ? SampleContext.NONE : new SampleContext(labels, span);
    }

    /**
     * The samples of a recording are read: says what was left out of them, and forgets what no later recording can ask for.
     *
     * @param startTicks when the recording began; samples of idle threads may be recorded in the next one
     */
    public void end(long startTicks) {
        contexts.forget(startTicks);
        if (excessive.isEmpty()) {
            Notices.forget(SUBJECT);
        } else {
            Notices.say(SUBJECT, "labels with too many values are left out of some samples: " + excessive);
        }
    }

    /** Names of labels that were left out of samples; "?" is of those that no label can have. */
    Set<String> excessive() {
        return excessive;
    }
}
