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
 * Classes that were written by nobody, compiled into a directory: as many methods as a service runs through, each of which calls one of four
 * others until it is as deep as it was told. Which ones, the bits of a number say, so that each number is a stack of its own.
 */
final class DeepCode {
    private static final int CLASSES = 60;
    private static final int METHODS = 10;

    private DeepCode() {}

    /** The method to begin with: takes how much deeper to go, and which way; burns some microseconds there. */
    interface Entry {
        long call(int depth, long way);
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
        Method entry = loader.loadClass(className(0)).getMethod("handle0", int.class, long.class);
        return (depth, way) -> {
            try {
                return (long) entry.invoke(null, depth, way);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static String className(int i) {
        return "com.acme.shop.part" + i % 12 + ".RequestComponent" + i;
    }

    private static JavaFileObject source(int number, Random random) {
        String name = className(number);
        int dot = name.lastIndexOf('.');
        StringBuilder text = new StringBuilder(
                "package " + name.substring(0, dot) + ";\npublic final class " + name.substring(dot + 1) + " {\n");
        for (int method = 0; method < METHODS; method++) {
            text.append("  public static long handle" + method + "(int depth, long way) {\n")
                    .append("    if (depth == 0) { return burn" + method % 3 + "(way); }\n")
                    .append("    long next = Long.rotateRight(way, 2);\n")
                    .append("    switch ((int) (way & 3)) {\n");
            for (int branch = 0; branch < 4; branch++) {
                text.append("      " + (branch < 3 ? "case " + branch : "default") + ":\n        return "
                        + className(random.nextInt(CLASSES)) + ".handle" + random.nextInt(METHODS)
                        + "(depth - 1, next) + 1;\n");
            }
            text.append("    }\n  }\n");
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
