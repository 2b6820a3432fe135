package dev.stackhouse.streamer;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A group that remembers what is registered in it, under names such as {@code reason=TOO_OLD rejectedBatches}. */
public final class RecordedMetrics extends UnregisteredMetricsGroup {
    private final Map<String, Metric> metrics;
    private final String prefix;

    public RecordedMetrics() {
        this(new TreeMap<>(), "");
    }

    private RecordedMetrics(Map<String, Metric> metrics, String prefix) {
        this.metrics = metrics;
        this.prefix = prefix;
    }

    @Override
    public Counter counter(String name) {
        return remember(name, new SimpleCounter());
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
        return remember(name, gauge);
    }

    @Override
    public <H extends Histogram> H histogram(String name, H histogram) {
        return remember(name, histogram);
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
        return new RecordedMetrics(metrics, prefix + key + "=" + value + " ");
    }

    private <M extends Metric> M remember(String name, M metric) {
        metrics.put(prefix + name, metric);
        return metric;
    }

    /** Value of a counter or a numeric gauge, or the number of values of a histogram. */
    public long value(String name) {
        Metric metric = metrics.get(name);
        if (metric instanceof Counter counter) {
            return counter.getCount();
        } else if (metric instanceof Histogram histogram) {
            return histogram.getCount();
        } else if (metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number) {
            return number.longValue();
        }
        throw new AssertionError("no metric " + name + " among " + metrics.keySet());
    }
}
