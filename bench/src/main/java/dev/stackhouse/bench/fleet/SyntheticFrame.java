package dev.stackhouse.bench.fleet;

/**
 * One frame of a stack.
 *
 * @param type number of {@code stackhouse.batch.v1.FrameType}
 */
public record SyntheticFrame(String className, String methodName, int line, int type) {
    private static final int COMPILED = 2;

    /** Splits "package.Class.method" of a compiled frame. */
    static SyntheticFrame of(String qualified, int line) {
        int dot = qualified.lastIndexOf('.');
        return new SyntheticFrame(qualified.substring(0, dot), qualified.substring(dot + 1), line, COMPILED);
    }

    /** Its identity in the store. */
    public long id() {
        return ((long) (className + "." + methodName).hashCode() << 20) + line;
    }
}
