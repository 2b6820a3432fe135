package dev.stackhouse.streamer.partial;

/**
 * How a batch came.
 *
 * @param format its {@code format_version}; 0 where it was not kept
 * @param last whether its instance ended in order with it
 * @param millis when it came, by this machine's clock, since the Unix epoch; 0 where it was not kept
 */
public record Arrival(int format, boolean last, long millis) {
    /** Of what earlier versions left in state. */
    public static final Arrival UNKNOWN = new Arrival(0, false, 0);
}
