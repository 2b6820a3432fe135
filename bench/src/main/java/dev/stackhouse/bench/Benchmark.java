package dev.stackhouse.bench;

/** Something that can be measured by name. */
interface Benchmark {
    String name();

    /** One line: what it measures. */
    String description();

    /** Measures; leaves no process and no file behind. */
    Report run() throws Exception;
}
