package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.Unit;
import java.util.Locale;

/** How a weight reads: per second of the range, so that ranges of any length compare. */
final class Weight {
    private static final String[] BYTE_UNITS = {"B/s", "kB/s", "MB/s", "GB/s", "TB/s"};

    private final String event;
    private final Unit unit;
    private final double rangeMillis;

    Weight(String event, Coverage coverage) {
        this.event = event.isEmpty() ? "cpu" : event;
        this.unit = coverage.getUnit();
        this.rangeMillis = Math.max(1, coverage.getToUnixMillis() - coverage.getFromUnixMillis());
    }

    /** "1.25 cores", "3.10 threads waiting", "12.3 MB/s". */
    String format(long value) {
        return perSecond(value / (rangeMillis / 1e3), unit, event);
    }

    /**
     * The same of a rate.
     *
     * @param rate in the unit per second
     */
    static String perSecond(double rate, Unit unit, String event) {
        if (unit == Unit.UNIT_BYTES) {
            return bytesPerSecond(rate);
        }
        return number(rate / 1e9)
                + (event.equals("cpu") ? " cores" : event.equals("wall") ? " threads" : " threads waiting");
    }

    private static String bytesPerSecond(double rate) {
        int power = 0;
        double scaled = rate;
        while (scaled >= 1_000 && power < BYTE_UNITS.length - 1) {
            scaled /= 1_000;
            power++;
        }
        return String.format(Locale.ROOT, power == 0 ? "%.0f %s" : "%.1f %s", scaled, BYTE_UNITS[power]);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 0.1 || value == 0 ? "%.2f" : "%.4f", value);
    }

    /** "37.5 %". */
    static String share(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", whole == 0 ? 0.0 : 100.0 * part / whole);
    }
}
