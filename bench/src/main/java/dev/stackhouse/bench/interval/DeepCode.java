package dev.stackhouse.bench.interval;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Classes that were written by nobody, compiled into a directory: as many methods as a service runs through, each of which calls
 * others until it is as deep as it was told. Which ones, the bits of two numbers say, one for the upper part of the stack and one for its last
 * {@link #LAST} frames: stacks share their upper parts, as those of a service do.
 */
final class DeepCode {
    private static final int CLASSES = 60;
    private static final int METHODS = 10;
    private static final int LAST = 40;
    /** One method of so many calls one of four, the others always the same one. */
    private static final int BRANCHING = 4;

    private DeepCode() {}

    /** The method to begin with: takes how much deeper to go, and which ways; burns some microseconds there. */
    interface Entry {
        long call(int depth, long way, long last);
    }

    static Entry compile(Path directory) throws IOException, ReflectiveOperationException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("the JVM has no compiler: a JDK is needed");
        }
        List<JavaFileObject> sources = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < CLASSES; i++) {
            sources.add(source(i, random));
        }
        if (!compiler.getTask(null, null, null, List.of("-g", "-d", directory.toString()), null, sources)
                .call()) {
            throw new IOException("the program to profile does not compile");
        }
        // Never closed: the program runs until it is ended.
        URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, DeepCode.class.getClassLoader());
        Method entry = loader.loadClass(className(0)).getMethod("handle0", int.class, long.class, long.class);
        return (depth, way, last) -> {
            try {
                return (long) entry.invoke(null, depth, way, last);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static String className(int i) {
        return "com.acme.shop.part" + i % 12 + ".RequestComponent" + i;
    }

    private static String call(Random random) {
        return className(random.nextInt(CLASSES)) + ".handle" + random.nextInt(METHODS);
    }

    private static JavaFileObject source(int number, Random random) {
        String name = className(number);
        int dot = name.lastIndexOf('.');
        StringBuilder text = new StringBuilder(
                "package " + name.substring(0, dot) + ";\npublic final class " + name.substring(dot + 1) + " {\n");
        for (int method = 0; method < METHODS; method++) {
            text.append("  public static long handle" + method + "(int depth, long way, long last) {\n")
                    .append("    if (depth == 0) { return burn" + method % 3 + "(way + last); }\n");
            if (method % BRANCHING == 0) {
                text.append("    boolean isLast = depth <= " + LAST + ";\n")
                        .append("    long next = Long.rotateRight(isLast ? last : way, 2);\n")
                        .append("    switch ((int) (next & 3)) {\n");
                for (int branch = 0; branch < 4; branch++) {
                    text.append((branch < 3 ? "      case " + branch : "      default") + ":\n        return "
                            + call(random) + "(depth - 1, isLast ? way : next, isLast ? next : last) + 1;\n");
                }
                text.append("    }\n  }\n");
            } else {
                text.append("    return " + call(random) + "(depth - 1, way, last) + 1;\n  }\n");
            }
        }
        for (int i = 0; i < 3; i++) {
            text.append("  private static long burn" + i + "(long x) {\n")
                    .append("    for (int i = 0; i < 20000; i++) {\n")
                    .append("      x = x * 6364136223846793005L + 1442695040888963407L;\n")
                    .append("      x ^= x >>> 29;\n    }\n    return x;\n  }\n");
        }
        String source = text.append("}\n").toString();
        return new SimpleJavaFileObject(
                URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
