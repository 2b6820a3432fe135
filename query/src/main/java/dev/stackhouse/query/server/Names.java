package dev.stackhouse.query.server;

import dev.stackhouse.query.flamegraph.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers methods in the order in which they are first asked for. Not thread-safe. */
final class Names {
    private final Map<Method, Integer> indexByMethod = new HashMap<>();
    private final List<Method> methods = new ArrayList<>();

    int indexOf(Method method) {
        Integer known = indexByMethod.putIfAbsent(method, methods.size());
        if (known != null) {
            return known;
        }
        methods.add(method);
        return methods.size() - 1;
    }

    List<Method> all() {
        return methods;
    }
}
