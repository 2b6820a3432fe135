package dev.stackhouse.standalone;

import java.nio.file.Path;

/** Settings of a stackhouse for one test: its own directory, free ports. */
final class TestingStackhouse {
    private TestingStackhouse() {}

    static StackhouseConfig config(Path directory) {
        return new StackhouseConfig(StackhouseConfig.rootOfThisProcess(), directory.resolve("data"), 0, 0);
    }
}
