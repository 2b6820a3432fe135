package dev.stackhouse.storage.read;

import java.util.List;

/** A service with data in a range; events ordered by name. */
public record ServiceRow(String name, List<String> events, int instances, long lastWindowMillis) {}
