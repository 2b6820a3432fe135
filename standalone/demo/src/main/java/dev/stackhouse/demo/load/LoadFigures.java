package dev.stackhouse.demo.load;

/**
 * What the load came to.
 *
 * @param refused answered with other than 200
 * @param failed not answered
 * @param heldBack not sent, because too many were under way
 */
public record LoadFigures(long sent, long answered, long refused, long failed, long heldBack) {
    @Override
    public String toString() {
        return "sent=" + sent + " answered=" + answered + " refused=" + refused + " failed=" + failed + " held-back="
                + heldBack;
    }
}
