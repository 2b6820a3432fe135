package dev.stackhouse.node.profile;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Properties that have to be there; one that is missing is an IllegalArgumentException that names it. */
record KnownProperties(Properties properties) {
    String text(String name) {
        String text = properties.getProperty(name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    boolean has(String name) {
        return properties.containsKey(name);
    }

    /** Those whose names begin so, by what follows. */
    Map<String, String> below(String prefix) {
        Map<String, String> below = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), text(name));
            }
        }
        return below;
    }
}
