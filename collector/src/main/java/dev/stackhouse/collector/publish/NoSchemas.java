package dev.stackhouse.collector.publish;

import org.apache.kafka.common.protocol.types.Schema;

/** What the agent's jar knows of the layout of all of Kafka's messages, in the place of their own descriptions. */
public final class NoSchemas {
    /** Under the name that {@link dev.stackhouse.collector.packing.LeanMessages} looks for. */
    public static final Schema[] SCHEMAS = {};

    private NoSchemas() {}
}
