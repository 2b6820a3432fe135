package dev.stackhouse.deploy.manifest;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds what a manifest says that its model has no field for. The Kubernetes models keep such fields aside as "additional
 * properties" at every level; a cluster would refuse or ignore them.
 */
final class UnknownFields {
    private final List<String> found = new ArrayList<>();

    private UnknownFields() {}

    /** Paths of the unknown fields below an object, such as "spec.template.spec.containres". */
    static List<String> of(Object root) {
        UnknownFields fields = new UnknownFields();
        fields.visit("", root);
        return fields.found;
    }

    private void visit(String path, Object value) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                visit(path + "[" + i + "]", list.get(i));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> visit(path + "." + key, entry));
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                visitResult(path, component.getName(), component.getAccessor(), value);
            }
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.")) {
            visitModel(path, value);
        }
    }

    private void visitModel(String path, Object model) {
        if (model instanceof Enum) {
            return;
        }
        for (Method method : model.getClass().getMethods()) {
            String name = method.getName();
            if (method.getParameterCount() > 0 || !name.startsWith("get") || name.equals("getClass")) {
                continue;
            }
            if (name.equals("getAdditionalProperties")) {
                ((Map<?, ?>) invoke(method, model))
                        .keySet()
                        .forEach(key -> found.add(dotted(path, String.valueOf(key))));
            } else {
                String field = Character.toLowerCase(name.charAt(3)) + name.substring(4);
                visitResult(path, field, method, model);
            }
        }
    }

    private void visitResult(String path, String field, Method method, Object target) {
        visit(dotted(path, field), invoke(method, target));
    }

    private static String dotted(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static Object invoke(Method method, Object target) {
        try {
            return method.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(method + " cannot be called", e);
        }
    }
}
