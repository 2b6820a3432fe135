package dev.stackhouse.streamer.window;

import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.RejectedBooks;
import dev.stackhouse.streamer.partial.StoreRows;
import dev.stackhouse.streamer.partial.WindowPart;
import dev.stackhouse.streamer.partial.WindowPartSerializer;
import dev.stackhouse.streamer.partial.WindowRows;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Phase two, by instance: drops batches that were seen before, merges what batches hold of a window, and gives the window
 * out once a batch of the instance ends after it. Time is the instance's own, so that no other one's clock matters. What
 * comes later than that is given out at once, as an addition, and so are the books of a rejected batch; if it is replayed and taken,
 * it takes its declared loss back. A timer gives out what an instance that fell silent left, and
 * forgets the instance when whatever it might send again would be too old to be taken.
 */
public final class WindowFunction extends KeyedProcessFunction<String, Partial, StoreRows> {
    private static final long serialVersionUID = 1L;

    private final long patienceMillis;
    private final long memoryMillis;
    private transient ValueState<Progress> progressState;
    private transient MapState<Long, WindowPart> openWindows;
    private transient WindowMetrics metrics;

    /**
     * @param patience silence after which the windows of an instance are given out
     * @param memory silence after which an instance is forgotten; longer than the age from which batches are rejected
     */
    @SuppressWarnings("NullAway.Init") // open() sets the rest.
    public WindowFunction(Duration patience, Duration memory) {
        this.patienceMillis = patience.toMillis();
        this.memoryMillis = memory.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        progressState =
                getRuntimeContext().getState(new ValueStateDescriptor<>("progress", ProgressSerializer.INSTANCE));
        openWindows = getRuntimeContext()
                .getMapState(
                        new MapStateDescriptor<>("windows", LongSerializer.INSTANCE, WindowPartSerializer.INSTANCE));
        metrics = new WindowMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Partial partial, Context context, Collector<StoreRows> out) throws Exception {
        if (!partial.dictionary().isEmpty()) {
            // Also of a duplicate: nobody will give these rows out again today.
            out.collect(partial.dictionary());
        }
        if (partial.declaration() != null) {
            out.collect(partial.declaration());
        }
        Progress before = progressState.value();
        Progress known = before == null ? Progress.of(partial.instance()) : before;
        boolean accepted = partial.isAccepted();
        long newest = known.seen().newest();
        RejectedBooks declaredLost =
                accepted && partial.replayed() ? known.rejected().remove(partial.sequence()) : null;
        if (declaredLost != null) {
            give(known, declaredLost.takenBack(), out);
        } else if (known.seen().add(partial.sequence())) {
            metrics.arrived(partial, newest);
            if (!accepted) {
                remember(partial, known);
            }
        } else {
            metrics.duplicate();
            return;
        }
        Progress now = new Progress(
                accepted ? partial.instance() : known.instance(),
                known.seen(),
                known.rejected(),
                Math.max(known.reportedMillis(), partial.endMillis()),
                context.timerService().currentProcessingTime(),
                known.alarmMillis());
        for (WindowPart part : partial.windows()) {
            if (!accepted) {
                // Books alone, for which there is nothing to wait: an instance of which every batch is rejected never
                // advances.
                give(now, part, out);
                continue;
            }
            WindowPart open = openWindows.get(part.startMillis());
            WindowPart merged = open == null ? part : open.plus(part);
            if (merged.endMillis() <= now.reportedMillis()) {
                if (merged.endMillis() <= known.reportedMillis()) {
                    metrics.late();
                }
                give(now, merged, out);
                if (open != null) {
                    openWindows.remove(part.startMillis());
                }
            } else {
                openWindows.put(part.startMillis(), merged);
            }
        }
        giveUpTo(now.reportedMillis(), now, out);
        progressState.update(withAlarm(now, context));
    }

    private static void remember(Partial rejected, Progress progress) {
        progress.rejected()
                .put(rejected.sequence(), RejectedBooks.of(rejected.windows().get(0)));
        if (progress.rejected().size() > Progress.REJECTED_LIMIT) {
            progress.rejected().remove(progress.rejected().firstKey());
        }
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<StoreRows> out) throws Exception {
        Progress progress = progressState.value();
        if (progress == null) {
            return;
        }
        long silentMillis = time - progress.heardMillis();
        if (silentMillis >= patienceMillis) {
            giveUpTo(Long.MAX_VALUE, progress, out);
        }
        if (silentMillis >= memoryMillis) {
            progressState.clear();
        } else {
            progressState.update(withAlarm(progress.withAlarm(0), context));
        }
    }

    private void giveUpTo(long endMillis, Progress progress, Collector<StoreRows> out) throws Exception {
        Iterator<Map.Entry<Long, WindowPart>> open = openWindows.iterator();
        while (open.hasNext()) {
            WindowPart window = open.next().getValue();
            if (window.endMillis() <= endMillis) {
                give(progress, window, out);
                open.remove();
            }
        }
        if (openWindows.isEmpty()) {
            // Removing the last entry leaves an empty map in the state.
            openWindows.clear();
        }
    }

    private void give(Progress progress, WindowPart window, Collector<StoreRows> out) {
        metrics.out(window);
        out.collect(new WindowRows(progress.instance(), window));
    }

    /** Sees to it that there is one timer, at the moment at which something may be due. */
    private Progress withAlarm(Progress progress, Context context) throws Exception {
        long dueMillis = progress.heardMillis() + (openWindows.isEmpty() ? memoryMillis : patienceMillis);
        if (progress.alarmMillis() == dueMillis) {
            return progress;
        }
        if (progress.alarmMillis() != 0) {
            context.timerService().deleteProcessingTimeTimer(progress.alarmMillis());
        }
        context.timerService().registerProcessingTimeTimer(dueMillis);
        return progress.withAlarm(dueMillis);
    }
}
