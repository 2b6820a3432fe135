package dev.stackhouse.node.breaker;

/**
 * What a JVM may have died of.
 *
 * @param jdk see {@link JdkBuild}
 * @param options of the profiler
 */
public record Pair(String jdk, String options) {}
