package dev.stackhouse.collector.config;

import java.util.List;

/** Settings that cannot be used; the message names every fault. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(List<String> faults) {
        super(String.join("; ", faults));
    }
}
