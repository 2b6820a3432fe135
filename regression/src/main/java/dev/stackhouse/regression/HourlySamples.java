package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Samples of a service's methods by hour, over all of its instances: self, and in all. Not thread-safe. */
public final class HourlySamples {
    private final long fromHour;
    private final int hours;
    private final double[] totals;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> methods = new ArrayList<>();
    private final List<float @Nullable []> self = new ArrayList<>();
    private final List<float[]> all = new ArrayList<>();

    /**
     * None yet.
     *
     * @param fromHour the first, in hours since the Unix epoch
     */
    public HourlySamples(long fromHour, int hours) {
        this.fromHour = fromHour;
        this.hours = hours;
        this.totals = new double[hours];
    }

    /**
     * Adds those of one stack.
     *
     * @param frames root first; without lines, a stack may come more than once
     * @param hours counted from the first hour
     * @param samples in each of these hours
     */
    public void add(List<String> frames, int[] hours, long[] samples) {
        if (frames.isEmpty()) {
            return;
        }
        Set<String> distinct = new HashSet<>(frames);
        for (int at = 0; at < hours.length; at++) {
            totals[hours[at]] += samples[at];
        }
        for (String method : distinct) {
            add(all.get(number(method)), hours, samples);
        }
        int leaf = number(frames.get(frames.size() - 1));
        float[] row = self.get(leaf);
        if (row == null) {
            row = new float[this.hours];
            self.set(leaf, row);
        }
        add(row, hours, samples);
    }

    private int number(String method) {
        Integer known = numbers.putIfAbsent(method, methods.size());
        if (known != null) {
            return known;
        }
        methods.add(method);
        self.add(null);
        all.add(new float[hours]);
        return methods.size() - 1;
    }

    private static void add(float[] row, int[] hours, long[] samples) {
        for (int at = 0; at < hours.length; at++) {
            row[hours[at]] += samples[at];
        }
    }

    /** The first hour, since the Unix epoch. */
    public long fromHour() {
        return fromHour;
    }

    public int hours() {
        return hours;
    }

    /** All samples of each hour. */
    double[] totals() {
        return totals;
    }

    /** Methods that have a share of all samples, by their samples in each hour. A method that calls next to nothing is there once. */
    List<Row> rows(double smallestShare) {
        double total = Arrays.stream(totals).sum();
        List<Row> rows = new ArrayList<>();
        for (int method = 0; method < methods.size(); method++) {
            double inAll = sum(all.get(method));
            float[] own = self.get(method);
            double ofItself = own == null ? 0 : sum(own);
            if (own != null && ofItself >= smallestShare * total) {
                rows.add(new Row(new Unit(Unit.Type.METHOD_SELF, List.of(methods.get(method))), own));
            }
            if (inAll >= smallestShare * total && ofItself < UnitTable.NEARLY_ALL * inAll) {
                rows.add(new Row(new Unit(Unit.Type.METHOD_TOTAL, List.of(methods.get(method))), all.get(method)));
            }
        }
        return rows;
    }

    private static double sum(float[] row) {
        double sum = 0;
        for (float samples : row) {
            sum += samples;
        }
        return sum;
    }

    /** Samples of a unit by hour. */
    @SuppressWarnings("ArrayRecordComponent") // Thousands of them: plain numbers, never compared.
    record Row(Unit unit, float[] samples) {}
}
