package org.apache.kafka.common.utils;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.kafka.common.metrics.Metrics;

/**
 * In the place of Kafka's class of this name, which registers every client with the MBean server of the application, and starts that server
 * where the application has none.
 */
public final class AppInfoParser {
    private static final String UNKNOWN = "unknown";
    private static final Properties PROPERTIES = properties();

    private AppInfoParser() {}

    private static Properties properties() {
        Properties properties = new Properties();
        try (InputStream in = AppInfoParser.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            // Brokers are told that it is unknown.
        }
        return properties;
    }

    /** Of this client, as in "3.9.2"; brokers are told. */
    public static String getVersion() {
        return PROPERTIES.getProperty("version", UNKNOWN);
    }

    /** Of this client's sources. */
    public static String getCommitId() {
        return PROPERTIES.getProperty("commitId", UNKNOWN);
    }

    /** Does nothing: the application's JMX is its own. */
    public static void registerAppInfo(String prefix, String id, Metrics metrics, long nowMs) {}

    /** Does nothing. */
    public static void unregisterAppInfo(String prefix, String id, Metrics metrics) {}
}
