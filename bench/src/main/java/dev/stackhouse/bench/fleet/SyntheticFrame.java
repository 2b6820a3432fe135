package dev.stackhouse.bench.fleet;

/** One frame of a made-up stack. */
public record SyntheticFrame(String className, String methodName, int line) {
    /** Splits "package.Class.method". */
    static SyntheticFrame of(String qualified, int line) {
        int dot = qualified.lastIndexOf('.');
        return new SyntheticFrame(qualified.substring(0, dot), qualified.substring(dot + 1), line);
    }
}
